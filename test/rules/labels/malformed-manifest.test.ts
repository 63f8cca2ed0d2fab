import rule from '../../../rules/labels/malformed-manifest.ts'
import { columnsOf } from '../../../src/dataset/manifest/columns.ts'
import { ImageFinder } from '../../../src/dataset/manifest/image-finder.ts'
import { addTable, findUnlisted, type Listing } from '../../../src/dataset/manifest/list.ts'
import { manifestRows } from '../../../src/dataset/manifest/rows.ts'
import type { Facts } from '../../../src/model/facts.ts'
import { dataFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** `images/1.jpg` to `images/n.jpg`. */
const images = (count: number) => Array.from({ length: count }, (_, i) => `images/${i + 1}.jpg`)

/** Facts of a project with these images and lists, read as the gatherer reads them. */
function listed(present: string[], tables: Record<string, string>, classes: string[] | null = null): Facts {
  const listing: Listing = { samples: new Map(), manifests: [] }
  const finder = new ImageFinder(present)
  const find = (written: string, folder: string) => finder.find(written, { folder })
  for (const [path, text] of Object.entries(tables)) {
    const rows = manifestRows(path, text)
    const columns = [...new Set(rows.flatMap((row) => [...row.cells.keys()]))]
    const table = { path, columns, rows, text: path.endsWith('.json') ? null : text }
    const found = columnsOf(table, {}, (written) => find(written, '') !== null)
    addTable(listing, table, found, { find, classes })
  }
  findUnlisted(listing, present)
  const samples = [...listing.samples.values()]
  const value = { samples, origin: 'lists', classFolders: [], manifests: listing.manifests }
  return { dataset: { ok: true, value } }
}

const csv = (...rows: string[]) => `file,label,split\n${rows.join('\n')}\n`
const row = (image: string, label = 'cat', split = 'train') => `${image},${label},${split}`

/** A list of all these images, with more rows behind. */
const list = (present: string[], ...more: string[]) => csv(...present.map((image) => row(image)), ...more)

ruleTester(rule, {
  healthy: [
    { name: 'class folders without a list', facts: dataFacts(['train/cat/1.jpg', 'validation/cat/2.jpg']) },
    { name: 'a list of all images', facts: listed(images(4), { 'labels.csv': list(images(4)) }) },
    {
      name: 'an index, a quoted line break and Windows line ends, as pandas and Excel write them',
      facts: listed(images(2), {
        'labels.csv': ',file,label,note\r\n0,images/1.jpg,cat,"two\nlines"\r\n1,images/2.jpg,dog,\r\n',
      }),
    },
    {
      name: 'one list for each side',
      facts: listed(images(4), {
        'train.csv': 'file,label\nimages/1.jpg,cat\nimages/2.jpg,dog\n',
        'val.csv': 'file,label\nimages/3.jpg,cat\nimages/4.jpg,dog\n',
      }),
    },
    {
      name: 'names without ending, one column for each class',
      facts: listed(images(2), { 'labels.csv': 'image,MEL,NV\n1,1.0,0.0\n2,0.0,1.0\n' }),
    },
    {
      name: 'captions without labels',
      facts: listed(images(2), {
        'metadata.jsonl':
          '{"file_name":"images/1.jpg","text":"a cat"}\n{"file_name":"images/2.jpg","text":"b"}\n',
      }),
    },
    {
      name: 'images of other folders, and a list of a small part of a folder',
      facts: listed([...images(9), 'other/1.png', 'other/2.png'], { 'labels.csv': list(images(2)) }),
    },
    {
      name: 'a test side without labels',
      facts: listed(images(4), {
        'labels.csv': list(images(2), row('images/3.jpg', '', 'test'), row('images/4.jpg', '', 'test')),
      }),
    },
    {
      name: 'a class that is called None',
      facts: listed(images(2), {
        'labels.csv': csv(row('images/1.jpg', 'None'), row('images/2.jpg', 'Mild')),
      }),
    },
    {
      name: 'numbers with a list of the classes',
      facts: listed(images(2), { 'labels.csv': csv(row('images/1.jpg', '0'), row('images/2.jpg', '1')) }, [
        'cat',
        'dog',
      ]),
    },
  ],
  sick: [
    {
      name: 'a list that cannot be read, where nothing else tells labels',
      facts: {
        dataset: {
          ok: true,
          value: {
            ...{ samples: [], origin: 'images', classFolders: [] },
            unusable: [{ path: 'labels.json', reason: 'line 1: not valid JSON' }],
          },
        },
      },
      findings: [{ at: 'labels.json', says: 'names images but cannot be used: line 1: not valid JSON' }],
      unfixed: 'a person has to mend the list',
    },
    {
      name: 'a row whose file is gone',
      facts: listed(images(3), { 'labels.csv': list(images(3), row('images/gone.jpg')) }),
      findings: [
        { at: 'labels.csv:5', says: 'Row 4 of labels.csv names a file that is not here: images/gone.jpg' },
      ],
    },
    {
      name: 'many files that were not copied',
      facts: listed(images(20), { 'labels.csv': list(images(20), row('images/a.jpg'), row('images/b.jpg')) }),
      findings: [
        {
          at: 'labels.csv:22, labels.csv:23',
          says: '2 of 22 rows of labels.csv name files that are not here',
        },
      ],
      unfixed: 'more than a few missing files were hardly meant to go',
    },
    {
      name: 'a row without a file',
      facts: listed(images(3), { 'labels.csv': list(images(3), ',cat,train') }),
      findings: [{ at: 'labels.csv:5', says: 'Row 4 of labels.csv names no file' }],
    },
    {
      name: 'a row that stands twice',
      facts: listed(images(3), { 'labels.csv': list(images(3), row('images/2.jpg')) }),
      findings: [{ at: 'labels.csv:5', says: 'repeats an earlier row: images/2.jpg' }],
    },
    {
      name: 'one file with two labels',
      facts: listed(images(3), { 'labels.csv': list(images(3), row('images/2.jpg', 'dog')) }),
      findings: [
        {
          at: 'labels.csv:5',
          says: 'gives a file another label or split than an earlier row: images/2.jpg (before: train cat)',
        },
      ],
      unfixed: 'a person has to say which row is right',
    },
    {
      name: 'one file in the lists of both sides',
      facts: listed(images(4), {
        'train.jsonl': images(3)
          .map((file) => `{"file":"${file}","label":"cat","split":"train"}\n`)
          .join(''),
        'val.jsonl': images(4)
          .slice(2)
          .map((file) => `{"file":"${file}","label":"cat","split":"val"}\n`)
          .join(''),
      }),
      findings: [
        {
          at: 'val.jsonl:1',
          says: 'another label or split than an earlier row: images/3.jpg (before: train cat)',
        },
      ],
      unfixed: 'a person has to say which side it belongs to',
    },
    {
      name: 'a side that nobody knows',
      facts: listed(images(4), { 'labels.csv': list(images(3), row('images/4.jpg', 'cat', 'blue')) }),
      findings: [{ at: 'labels.csv:5', says: 'names an unknown split: blue' }, { at: 'images/4.jpg' }],
      unfixed: 'a person has to say which side is meant',
    },
    {
      name: 'rows without a label',
      facts: listed(images(5), {
        'labels.csv': list(images(3), row('images/4.jpg', ''), row('images/5.jpg', 'NaN')),
      }),
      findings: [{ at: 'labels.csv:5, labels.csv:6', says: '2 of 5 rows of labels.csv have no label' }],
      unfixed: 'a person has to label the images',
    },
    {
      name: 'a number beyond the list of classes',
      facts: listed(
        images(3),
        { 'labels.csv': csv(row('images/1.jpg', '0'), row('images/2.jpg', '1'), row('images/3.jpg', '7')) },
        ['cat', 'dog'],
      ),
      findings: [{ at: 'labels.csv:4', says: 'names an unknown class: 7' }],
      unfixed: 'a person has to say which class is meant',
    },
    {
      name: 'images that the list forgets',
      facts: listed(images(4), { 'labels.csv': list(images(3)) }),
      findings: [{ at: 'images/4.jpg', says: '1 image has no row in labels.csv' }],
      unfixed: 'a person has to say what it shows',
    },
    {
      name: 'a JSON array, which has no lines',
      facts: listed(images(2), {
        'labels.json': JSON.stringify([...images(2), 'images/x.jpg'].map((file) => ({ file, label: 'cat' }))),
      }),
      findings: [{ at: 'labels.json', says: 'Row 3 of labels.json names a file that is not here' }],
      unfixed: 'rows of a JSON array are taken out by hand',
    },
  ],
})
