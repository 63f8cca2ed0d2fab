import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../src/dataset/gather.ts'
import type { Pipeline } from '../../src/model/pipeline.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Span } from '../../src/model/span.ts'
import { discover } from '../../src/project/discover.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const span: Span = { path: 'train.py', line: 1, column: 1, endLine: 1, endColumn: 2, snippet: 'x' }

function pipeline(folder: string | null, role: Pipeline['role'], changes: Partial<Pipeline> = {}): Pipeline {
  return {
    id: `${folder} ${role}`,
    name: null,
    role,
    roleFrom: 'fit',
    span,
    origin: {
      kind: 'directory',
      path: folder === null ? { from: 'unknown', value: null } : { from: 'code', value: folder, span },
      span,
    },
    split: null,
    steps: [],
    channels: 'rgb',
    parent: null,
    ...changes,
  }
}

function setup(file: string, pipelines: Pipeline[]): TrainingSetup {
  return {
    file,
    language: 'python',
    framework: 'keras',
    backbone: null,
    pipelines,
    models: [],
    runs: [],
    gaps: [],
    suppressions: [],
  }
}

async function datasetOf(paths: string[], setups: TrainingSetup[]) {
  const root = await temporaryFolder(Object.fromEntries(paths.map((name) => [name, 'x'])))
  const { samples, origin } = await gatherDataset(await discover(root), setups)
  return { lines: samples.map(({ path, split, label }) => `${path}: ${split} ${label}`), origin }
}

describe('the directories that the code reads', () => {
  test('decide over names', async () => {
    const { lines, origin } = await datasetOf(
      ['flowers/one/x/1.jpg', 'flowers/two/x/2.jpg', 'flowers/three/x/3.jpg'],
      [setup('train.py', [pipeline('flowers/one', 'train'), pipeline('./flowers/two/', 'validation')])],
    )
    expect(lines).toEqual(['flowers/one/x/1.jpg: train x', 'flowers/two/x/2.jpg: validation x'])
    expect(origin).toBe(
      'folders flowers/one/ and flowers/two/, as the training code reads them; 1 image elsewhere not counted',
    )
  })

  test.each([
    ['/kaggle/input/flowers/one', '/kaggle/input/flowers/two'],
    ['C:\\Users\\me\\flowers\\one', 'C:\\Users\\me\\flowers\\two'],
    ['../input/flowers/one/', '../input/flowers/two/'],
  ])('may be called as on another machine: %s', async (train, validation) => {
    const { lines, origin } = await datasetOf(
      ['flowers/one/x/1.jpg', 'flowers/two/x/2.jpg'],
      [setup('train.py', [pipeline(train, 'train'), pipeline(validation, 'validation')])],
    )
    expect(lines).toEqual(['flowers/one/x/1.jpg: train x', 'flowers/two/x/2.jpg: validation x'])
    expect(origin).toBe(
      `folders flowers/one/ and flowers/two/, as the training code reads them, which it calls ${train} and ${validation}`,
    )
  })

  test('elsewhere are not those of the same name in another folder', async () => {
    const { origin } = await datasetOf(
      ['flowers/train/x/1.jpg', 'flowers/val/x/2.jpg'],
      [setup('train.py', [pipeline('/data/birds/train', 'validation')])],
    )
    expect(origin).toBe('folders flowers/train/ and flowers/val/')
  })

  test('are relative to the script, and the test folder beside them belongs to them', async () => {
    const { lines } = await datasetOf(
      ['src/d/train/x/1.jpg', 'src/d/val/x/2.jpg', 'src/d/test/x/3.jpg'],
      [setup('src/train.py', [pipeline('d/train', 'train'), pipeline('d/val', 'validation')])],
    )
    expect(lines).toEqual([
      'src/d/test/x/3.jpg: test x',
      'src/d/train/x/1.jpg: train x',
      'src/d/val/x/2.jpg: validation x',
    ])
  })

  test('are relative to the project where the script lies elsewhere', async () => {
    const { lines } = await datasetOf(
      ['d/train/x/1.jpg', 'd/val/x/2.jpg'],
      [setup('scripts/train.py', [pipeline('d/val', 'validation'), pipeline('../d/train', 'train')])],
    )
    expect(lines).toEqual(['d/train/x/1.jpg: train x', 'd/val/x/2.jpg: validation x'])
  })

  test('used on both sides are not split', async () => {
    const { lines } = await datasetOf(
      ['d/x/1.jpg', 'd/y/2.jpg'],
      [setup('train.py', [pipeline('d', 'train'), pipeline('d', 'validation')])],
    )
    expect(lines).toEqual(['d/x/1.jpg: all x', 'd/y/2.jpg: all y'])
  })

  test('that the code splits itself are not split on disk', async () => {
    const split: Pipeline['split'] = {
      kind: 'keras-directory',
      fraction: { from: 'code', value: 0.2, span },
      seed: { from: 'code', value: 1, span },
      shuffle: { from: 'default', value: true },
      stratify: { from: 'default', value: false },
      side: 'train',
      position: 0,
      span,
    }
    const { lines } = await datasetOf(
      ['d/x/1.jpg', 'd/y/2.jpg'],
      [setup('train.py', [pipeline('d', 'train', { split })])],
    )
    expect(lines).toEqual(['d/x/1.jpg: all x', 'd/y/2.jpg: all y'])
  })

  test('give way to the split folders in them', async () => {
    const { lines } = await datasetOf(
      ['d/train/x/1.jpg', 'd/val/x/2.jpg'],
      [setup('train.py', [pipeline('d', 'unknown')])],
    )
    expect(lines).toEqual(['d/train/x/1.jpg: train x', 'd/val/x/2.jpg: validation x'])
  })

  test('that are unknown or not here leave it to names', async () => {
    const { lines, origin } = await datasetOf(
      ['train/x/1.jpg', 'val/x/2.jpg'],
      [
        setup('train.py', [
          pipeline('/content/elsewhere', 'train'),
          pipeline(null, 'validation'),
          pipeline('gone', 'test'),
        ]),
      ],
    )
    expect(lines).toEqual(['train/x/1.jpg: train x', 'val/x/2.jpg: validation x'])
    expect(origin).toBe('folders train/ and val/')
  })
})
