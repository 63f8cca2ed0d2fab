import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../src/dataset/gather.ts'
import { manifestRows } from '../../src/dataset/manifest/rows.ts'
import { discover } from '../../src/project/discover.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const rows = (name: string, text: string) =>
  manifestRows(name, text).map((row) => Object.fromEntries(row.cells))

describe('rows', () => {
  test('of CSV, with quotes, line breaks in cells, empty cells and lines, Windows line ends and a byte order mark', () => {
    const text =
      '\ufefffile,label,note\r\na.jpg,cat,"says ""hi"", twice"\r\n\r\nb.jpg,,"two\nlines"\r\nc.jpg,dog,'
    expect(rows('x.csv', text)).toEqual([
      { file: 'a.jpg', label: 'cat', note: 'says "hi", twice' },
      { file: 'b.jpg', note: 'two\nlines' },
      { file: 'c.jpg', label: 'dog' },
    ])
  })
  test('of CSV with semicolons, and of TSV', () => {
    const two = [{ file: 'a,1.jpg', label: 'cat' }]
    expect(rows('x.csv', 'file;label\na,1.jpg;cat\n')).toEqual(two)
    expect(rows('x.tsv', 'file\tlabel\na,1.jpg\tcat\n')).toEqual(two)
  })
  test('of JSON and JSON Lines; numbers are text, nested values no columns', () => {
    const one = { file: 'a.jpg', label: 3, boxes: [1, 2], note: null }
    expect(rows('x.json', JSON.stringify([one]))).toEqual([{ file: 'a.jpg', label: '3' }])
    expect(rows('x.jsonl', `${JSON.stringify(one)}\n\n`)).toEqual([{ file: 'a.jpg', label: '3' }])
  })
  test.each([
    ['x.csv', 'file\n"a', 'line 2: a quoted cell does not end well'],
    ['x.jsonl', '{"a":1}\n{', 'line 2: not valid JSON'],
    ['x.json', '{"a": 1}', 'line 1: expected objects with a value per column'],
    ['x.xml', '<a/>', '.xml is no manifest format'],
  ])('%s of %j is refused', (name, text, message) => {
    expect(() => manifestRows(name, text)).toThrow(message)
  })
})

async function datasetOf(files: Record<string, string>, data: Record<string, string>) {
  const root = await temporaryFolder({ ...files, 'doctor.config.json': JSON.stringify({ data }) })
  const { samples, origin } = await gatherDataset(await discover(root), [])
  return { origin, lines: samples.map((one) => `${one.path}: ${one.split} ${one.label} ${one.group}`) }
}

describe('a manifest in the config', () => {
  test('lists the samples, with usual columns found by name', async () => {
    const { lines, origin } = await datasetOf(
      {
        'data/images/1.jpg': 'x',
        'data/images/2.jpg': 'x',
        'data/images/unused.jpg': 'x',
        'data/labels.csv': 'Filename,Label,Split\nimages/1.jpg,cat,train\nimages\\2.jpg,dog,valid\n',
      },
      { manifest: 'data/labels.csv' },
    )
    expect(lines).toEqual(['data/images/1.jpg: train cat null', 'data/images/2.jpg: validation dog null'])
    expect(origin).toBe('the manifest data/labels.csv, as the config names it')
  })

  test('with named columns, files relative to the project, and the split in the path', async () => {
    const { lines, origin } = await datasetOf(
      {
        'img/train/1.jpg': 'x',
        'img/test/2.jpg': 'x',
        'meta/all.jsonl':
          '{"f":"img/train/1.jpg","y":0,"p":"p1"}\n{"f":"img/test/2.jpg","y":1,"p":"p2"}\n{"f":"img/test/2.jpg","y":1}\n',
      },
      { manifest: 'meta/all.jsonl', fileColumn: 'f', labelColumn: 'y', groupColumn: 'p' },
    )
    expect(lines).toEqual(['img/test/2.jpg: test 1 p2', 'img/train/1.jpg: train 0 p1'])
    expect(origin).toBe('the manifest meta/all.jsonl, as the config names it; 1 row not counted')
  })

  test('leaves out rows whose file is missing', async () => {
    const { lines, origin } = await datasetOf(
      { '1.jpg': 'x', 'l.csv': 'file,label\n1.jpg,a\ngone.jpg,b\n' },
      { manifest: 'l.csv' },
    )
    expect(lines).toEqual(['1.jpg: all a null'])
    expect(origin).toBe('the manifest l.csv, as the config names it; 1 row not counted')
  })

  test.each([
    ['file,label\n', {}, 'data.manifest: "l.csv" has no rows'],
    ['a,b\n1,2\n', {}, '"l.csv" has no column that names files (it has a, b); set data.fileColumn'],
    ['file,b\n1.jpg,2\n', { labelColumn: 'label' }, '"l.csv" has no column "label" (it has file, b)'],
    ['file,split\n1.jpg,blue\n', {}, '"l.csv" names a split "blue"; use train, validation or test'],
    ['file,label\n,cat\n', {}, '"l.csv" has'],
    ['file\n"1.jpg', {}, '"l.csv" line 2: a quoted cell does not end well'],
  ])('%j is refused in one line', async (text, data, message) => {
    await expect(datasetOf({ '1.jpg': 'x', 'l.csv': text }, { manifest: 'l.csv', ...data })).rejects.toThrow(
      message,
    )
  })

  test('that is missing is refused in one line', async () => {
    await expect(datasetOf({ '1.jpg': 'x' }, { manifest: 'no.csv' })).rejects.toThrow(
      'data.manifest: "no.csv" does not exist',
    )
  })
})
