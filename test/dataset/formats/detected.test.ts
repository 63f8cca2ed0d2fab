import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const files = (...paths: string[]) => Object.fromEntries(paths.map((file) => [file, 'x']))

/** The dataset of a project without config: images by name only. */
async function datasetOf(texts: Record<string, string>) {
  const root = await temporaryFolder(texts)
  const sources = Object.entries(texts).filter(([name]) => name.endsWith('.py'))
  const setups = await setupsOf(sourcesOf(Object.fromEntries(sources)))
  const { samples, origin } = await gatherDataset(await discover(root), setups)
  const lines = samples.map(({ path, split, label, group }) =>
    [`${path}: ${split} ${label}`, group].filter((part) => part !== null).join(' '),
  )
  return { origin, lines }
}

describe('Hugging Face imagefolder', () => {
  test('metadata.jsonl in every split folder, with labels', async () => {
    const found = await datasetOf({
      ...files('train/0.png', 'train/1.png', 'test/0.png'),
      'train/metadata.jsonl': '{"file_name":"0.png","label":"cat"}\n{"file_name":"1.png","label":"dog"}\n',
      'test/metadata.jsonl': '{"file_name":"0.png","label":"cat"}\n',
    })
    expect(found).toEqual({
      lines: ['test/0.png: test cat', 'train/0.png: train cat', 'train/1.png: train dog'],
      origin: 'the manifests test/metadata.jsonl and metadata.jsonl',
    })
  })

  test('metadata.csv at the root, with the path in it and patients', async () => {
    const found = await datasetOf({
      ...files('train/a/0.png', 'test/b/0.png'),
      'metadata.csv': 'file_name,patient_id\ntrain/a/0.png,p1\ntest/b/0.png,p2\n',
    })
    expect(found).toEqual({
      lines: ['test/b/0.png: test b p2', 'train/a/0.png: train a p1'],
      origin: 'folders train/ and test/; groups by metadata.csv',
    })
  })
})

describe('plain lists', () => {
  test('of paths and numbers, one for each split', async () => {
    const found = await datasetOf({
      ...files(
        'images/1.jpg',
        'images/2.jpg',
        'images/3.jpg',
        'images/4.jpg',
        'images/5.jpg',
        'images/6.jpg',
      ),
      'train.txt': 'images/1.jpg 0\nimages/2.jpg 1\nimages/3.jpg 0\nimages/4.jpg 1\n',
      'val.txt': 'images/5.jpg 1\nimages/6.jpg 1\n',
    })
    expect(found.lines.slice(0, 2)).toEqual(['images/1.jpg: train 0', 'images/2.jpg: train 1'])
    expect(found.lines.slice(4)).toEqual(['images/5.jpg: validation null', 'images/6.jpg: validation null'])
  })

  test('of names with spaces in them', async () => {
    const found = await datasetOf({
      ...files('images/a cat.jpg', 'images/b.jpg', 'images/the dog 2.jpg', 'images/d.jpg'),
      'annotations.txt': 'a cat.jpg cat\nb.jpg cat\nthe dog 2.jpg dog\nd.jpg dog\n',
    })
    expect(found.lines).toEqual([
      'images/a cat.jpg: all cat',
      'images/b.jpg: all cat',
      'images/d.jpg: all dog',
      'images/the dog 2.jpg: all dog',
    ])
  })

  test('that tell the side of images in class folders, without endings', async () => {
    const found = await datasetOf({
      ...files('images/pie/1.jpg', 'images/pie/2.jpg', 'images/soup/1.jpg', 'images/soup/2.jpg'),
      'meta/train.txt': 'pie/1\nsoup/1\n',
      'meta/test.txt': 'pie/2\nsoup/2\n',
      'meta/classes.txt': 'pie\nsoup\n',
    })
    expect(found.lines).toEqual([
      'images/pie/1.jpg: train pie',
      'images/pie/2.jpg: test pie',
      'images/soup/1.jpg: train soup',
      'images/soup/2.jpg: test soup',
    ])
  })

  test('of a flat validation folder beside class folders; boxes are no labels', async () => {
    const found = await datasetOf({
      ...files(
        'train/n01/images/a.jpg',
        'train/n01/images/b.jpg',
        'train/n02/images/c.jpg',
        'train/n02/images/d.jpg',
      ),
      'train/n01/n01_boxes.txt': 'a.jpg\t0\t0\t62\t62\nb.jpg\t0\t0\t62\t62\n',
      ...files('val/images/1.jpg', 'val/images/2.jpg', 'val/images/3.jpg', 'val/images/4.jpg'),
      'val/val_annotations.txt': [1, 2, 3, 4]
        .map((at) => `${at}.jpg\tn0${(at % 2) + 1}\t0\t32\t44\t62\n`)
        .join(''),
    })
    expect(found.lines).toEqual([
      'train/n01/images/a.jpg: train n01',
      'train/n01/images/b.jpg: train n01',
      'train/n02/images/c.jpg: train n02',
      'train/n02/images/d.jpg: train n02',
      'val/images/1.jpg: validation n02',
      'val/images/2.jpg: validation n01',
      'val/images/3.jpg: validation n02',
      'val/images/4.jpg: validation n01',
    ])
    expect(found.origin).toBe('folders train/ and val/; missing labels by val/val_annotations.txt')
  })

  test('of something else are none: notes, requirements, one text for each image', async () => {
    const found = await datasetOf({
      ...files('images/1.jpg', 'images/2.jpg'),
      'images/1.txt': '0 0.5 0.5 0.2 0.2\n',
      'images/2.txt': '1 0.5 0.5 0.2 0.2\n',
      'requirements.txt': 'numpy==2.0\npandas\n',
      'notes.txt': '1.jpg is blurred, 2.jpg is fine\nask Ann\n',
    })
    expect(found.lines).toEqual(['images/1.jpg: all null', 'images/2.jpg: all null'])
  })
})

describe('manifests', () => {
  test('one in each split folder, with a column for each class (Roboflow)', async () => {
    const found = await datasetOf({
      ...files('train/1.jpg', 'train/2.jpg', 'valid/3.jpg'),
      'train/_classes.csv': 'filename, cat, dog\n1.jpg, 1, 0\n2.jpg, 0, 1\n',
      'valid/_classes.csv': 'filename, cat, dog\n3.jpg, 0, 1\n',
    })
    expect(found.lines).toEqual([
      'train/1.jpg: train cat',
      'train/2.jpg: train dog',
      'valid/3.jpg: validation dog',
    ])
  })

  test('a column of measured numbers is no label', async () => {
    const found = await datasetOf({
      ...files('images/1.jpg', 'images/2.jpg', 'images/3.jpg', 'images/4.jpg'),
      'sizes.csv': 'filename,width\n1.jpg,640\n2.jpg,640\n3.jpg,1024\n4.jpg,1024\n',
    })
    expect(found.lines.every((line) => line.endsWith(': all null'))).toBe(true)
  })

  test('beside a folder of images', async () => {
    const found = await datasetOf({
      ...files('data/images/1.jpg', 'data/images/2.jpg', 'data/logo.png'),
      'data/labels.csv': 'image,class\n1.jpg,cat\n2.jpg,dog\n',
    })
    expect(found.lines).toEqual(['data/images/1.jpg: all cat', 'data/images/2.jpg: all dog'])
    expect(found.origin).toBe('the manifest data/labels.csv; 1 image elsewhere not counted')
  })

  test('one for each split', async () => {
    const found = await datasetOf({
      ...files('images/1.jpg', 'images/2.jpg', 'images/3.jpg'),
      'labels_train.csv': 'path,label\nimages/1.jpg,cat\n',
      'labels_val.csv': 'path,label\nimages/2.jpg,dog\n',
      'labels_test.csv': 'path,label\nimages/3.jpg,dog\n',
    })
    expect(found.lines).toEqual([
      'images/1.jpg: train cat',
      'images/2.jpg: validation dog',
      'images/3.jpg: test dog',
    ])
    expect(found.origin).toBe('the manifests labels_test.csv and 2 more')
  })

  test('of a competition: names without ending, a test set without labels, an example of an answer', async () => {
    const found = await datasetOf({
      ...files('train_images/a1.png', 'train_images/b2.png', 'test_images/c3.png'),
      'train.csv': 'id_code,diagnosis\na1,0\nb2,4\n',
      'test.csv': 'id_code\nc3\n',
      'sample_submission.csv': 'id_code,diagnosis\nc3,0\n',
    })
    expect(found.lines).toEqual([
      'test_images/c3.png: test null',
      'train_images/a1.png: train 0',
      'train_images/b2.png: train 4',
    ])
    expect(found.origin).toBe('the manifests test.csv and train.csv')
  })

  test('with a column for each class, and paths of another machine', async () => {
    const found = await datasetOf({
      ...files('input/x/1.jpg', 'input/x/2.jpg', 'old/1.jpg'),
      'truth.csv': 'image,MEL,NV\n/kaggle/working/x/1.jpg,1,0\n/kaggle/working/x/2.jpg,0,1\n',
    })
    expect(found.lines).toEqual(['input/x/1.jpg: all MEL', 'input/x/2.jpg: all NV'])
  })

  test('of patients in folders of their own: the folders are no classes', async () => {
    const found = await datasetOf({
      ...files('scans/p1/1.jpg', 'scans/p1/2.jpg', 'scans/p2/1.jpg', 'scans/p2/2.jpg'),
      'labels.csv': 'file,label\np1/1.jpg,ill\np1/2.jpg,well\np2/1.jpg,ill\np2/2.jpg,well\n',
    })
    expect(found.lines[0]).toBe('scans/p1/1.jpg: all ill')
    expect(found.origin).toBe('the manifest labels.csv')
  })

  test('that names the classes of the folders in other words adds nothing', async () => {
    const found = await datasetOf({
      ...files('pets/cat/1.jpg', 'pets/cat/2.jpg', 'pets/dog/1.jpg', 'pets/dog/2.jpg'),
      'labels.csv': 'file,label\ncat/1.jpg,0\ncat/2.jpg,0\ndog/1.jpg,1\ndog/2.jpg,1\n',
    })
    expect(found.lines[0]).toBe('pets/cat/1.jpg: all cat')
    expect(found.origin).toBe('one folder of classes, pets/, without a split; labels.csv not taken')
  })

  test('tells the split of class folders', async () => {
    const found = await datasetOf({
      ...files('data/cat/1.jpg', 'data/cat/2.jpg', 'data/dog/3.jpg'),
      'splits.csv': 'file,set\ncat/1.jpg,train\ncat/2.jpg,valid\ndog/3.jpg,train\n',
    })
    expect(found.lines).toEqual([
      'data/cat/1.jpg: train cat',
      'data/cat/2.jpg: validation cat',
      'data/dog/3.jpg: train dog',
    ])
    expect(found.origin).toBe('the manifest splits.csv')
  })

  test('gives labels to a folder that the code names', async () => {
    const found = await datasetOf({
      ...files('pictures/1.jpg', 'pictures/2.jpg'),
      'answers.tsv': 'filename\tlabel\n1.jpg\tcat\n2.jpg\tdog\n',
      'train.py':
        "import tensorflow as tf\nds = tf.keras.utils.image_dataset_from_directory('pictures', labels=None)\nmodel = tf.keras.Sequential()\nmodel.fit(ds)\n",
    })
    expect(found.lines).toEqual(['pictures/1.jpg: train cat', 'pictures/2.jpg: train dog'])
  })
})

describe('what is not taken', () => {
  test('a manifest, where folders tell label and split', async () => {
    const found = await datasetOf({
      ...files('train/cat/1.jpg', 'val/dog/2.jpg'),
      'labels.csv': 'file,label\ntrain/cat/1.jpg,lion\nval/dog/2.jpg,wolf\n',
    })
    expect(found.lines).toEqual(['train/cat/1.jpg: train cat', 'val/dog/2.jpg: validation dog'])
    expect(found.origin).toBe('folders train/ and val/; labels.csv not taken')
  })

  test.each([
    ['predictions by name', 'predictions.csv', 'file,label\n1.jpg,cat\n2.jpg,dog\n'],
    ['predictions by column', 'all.csv', 'file,label,pred\n1.jpg,cat,cat\n2.jpg,dog,cat\n'],
    ['a log', 'run.csv', 'epoch,loss,acc\n1,0.5,0.7\n2,0.4,0.8\n'],
    ['settings', 'settings.json', '{"images": "images", "1.jpg": {"size": 3}}'],
    ['lists of other images', 'other.csv', 'file,label\n7.jpg,cat\n8.jpg,dog\n2.jpg,dog\n'],
    [
      'boxes',
      '_annotations.csv',
      `filename,class,xmin\n${[1, 2, 3, 4, 5, 6].map((x) => `1.jpg,${x % 2 ? 'cat' : 'dog'},${x}\n`).join('')}2.jpg,cat,1\n`,
    ],
    ['broken JSON', 'broken.json', '{"1.jpg": "cat", '],
  ])('%s', async (_, name, text) => {
    const found = await datasetOf({ ...files('images/1.jpg', 'images/2.jpg'), [name]: text })
    expect(found).toEqual({
      lines: ['images/1.jpg: all null', 'images/2.jpg: all null'],
      origin: 'images without class folders in images/',
    })
  })
})

describe('YOLO classification', () => {
  test('a root with train, val and test', async () => {
    const found = await datasetOf({
      ...files(
        'datasets/pets/train/cat/1.jpg',
        'datasets/pets/val/dog/2.jpg',
        'datasets/pets/test/dog/3.jpg',
      ),
      'datasets/pets/data.yaml': 'path: datasets/pets\n',
    })
    expect(found.lines).toEqual([
      'datasets/pets/test/dog/3.jpg: test dog',
      'datasets/pets/train/cat/1.jpg: train cat',
      'datasets/pets/val/dog/2.jpg: validation dog',
    ])
    expect(found.origin).toBe('folders datasets/pets/train/, datasets/pets/val/ and datasets/pets/test/')
  })
})

describe('COCO annotations', () => {
  const coco = (name: string, boxes: [image: number, category: number, area: number][]) => ({
    [`annotations/instances_${name}.json`]: JSON.stringify({
      images: [1, 2, 3].map((id) => ({ id, file_name: `${name}_${id}.jpg`, height: 9, width: 9 })),
      annotations: boxes.map(([image_id, category_id, area], id) => ({ id, image_id, category_id, area })),
      categories: [
        { id: 18, name: 'dog' },
        { id: 17, name: 'cat' },
      ],
    }),
  })
  const sets = {
    ...coco('train2017', [
      [1, 17, 50],
      [1, 17, 10],
      [2, 18, 90],
      [2, 17, 30],
      [3, 17, 50],
      [3, 18, 50],
    ]),
    ...coco('val2017', [[1, 18, 5]]),
  }
  const pictures = ['train2017', 'val2017'].flatMap((name) =>
    [1, 2, 3].map((id) => `images/${name}/${name}_${id}.jpg`),
  )

  test('the one category of an image, or the one that covers the most, is its label', async () => {
    const found = await datasetOf({ ...files(...pictures), ...sets })
    expect(found.lines).toEqual([
      'images/train2017/train2017_1.jpg: train cat',
      'images/train2017/train2017_2.jpg: train dog',
      'images/train2017/train2017_3.jpg: train null',
      'images/val2017/val2017_1.jpg: validation dog',
      'images/val2017/val2017_2.jpg: validation null',
      'images/val2017/val2017_3.jpg: validation null',
    ])
    expect(found.origin).toBe(
      'the COCO annotations annotations/instances_train2017.json and instances_val2017.json',
    )
  })

  test('in each split folder, with a byte order mark, whatever the file is called', async () => {
    const coco = (name: string, category: number) =>
      `\ufeff${JSON.stringify({
        images: [{ id: 1, file_name: name }],
        annotations: [{ image_id: 1, category_id: category }],
        categories: [
          { id: 1, name: 'cat' },
          { id: 2, name: 'dog' },
        ],
      })}`
    const found = await datasetOf({
      ...files('train/1.jpg', 'valid/2.jpg'),
      'train/result.json': coco('1.jpg', 1),
      'valid/result.json': coco('2.jpg', 2),
    })
    expect(found.lines).toEqual(['train/1.jpg: train cat', 'valid/2.jpg: validation dog'])
  })

  test('count only where nothing else tells labels', async () => {
    const list = pictures.map((file) => `${file},bird`).join('\n')
    const found = await datasetOf({ ...files(...pictures), ...sets, 'labels.csv': `file,label\n${list}\n` })
    expect(found.lines[0]).toBe('images/train2017/train2017_1.jpg: train bird')
    expect(found.origin).toBe('the manifest labels.csv')
  })
})
