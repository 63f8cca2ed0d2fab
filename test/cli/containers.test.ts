import { cp, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Report } from '../../src/model/report.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../dataset/oracle/containers', import.meta.url))
const clean = fileURLToPath(new URL('../../fixtures/grocery-clean/data', import.meta.url))

async function check(project: string): Promise<Report> {
  const { stdout } = await runDoctor([project, '--no-probe', '--quiet', '--format', 'json'])
  return Report.parse(JSON.parse(stdout))
}

describe('a training photo, encoded anew, among the validation images of a container', () => {
  test.each([
    [
      'huggingface',
      'data/train-00000-of-00001.parquet/000000',
      'data/validation-00000-of-00001.parquet/000006',
    ],
    ['webdataset', 'shards/train-000000.tar/0000.jpg', 'shards/val-000001.tar/0006.jpg'],
    ['tfrecord', 'train.tfrecord-00000-of-00002/000000', 'validation.tfrecord-00000-of-00001/000006'],
    ['tfrec', '00-72x72-train.tfrec/000000', '00-72x72-val.tfrec/000006'],
  ])(
    '%s: is found, shown, and left where it is',
    async (name, train, validation) => {
      const project = path.join(await temporaryFolder(), name)
      await cp(path.join(oracle, name), project, { recursive: true })
      const { findings } = await check(project)
      const leaks = findings.filter(({ rule }) => rule === 'leakage/near-duplicate')
      expect(leaks.map(({ locations }) => locations.map((place) => place.path))).toEqual([
        [train, validation],
      ])

      const html = await readFile(path.join(project, '.doctor', 'report.html'), 'utf8')
      const pictures = html.match(/<img[^>]+src="data:image\/webp;base64,[^"]{200,}"/g) ?? []
      expect(pictures.length).toBeGreaterThanOrEqual(2)

      const [fix] = leaks.map((leak) => leak.fix)
      expect(fix).toMatchObject({ applicability: 'manual', operations: [{ op: 'exclude', sample: train }] })
      expect(fix?.title).toContain(`: write ${train.slice(0, train.lastIndexOf('/'))} anew`)
    },
    60_000,
  )
})

test('listed images leave the data with their row; undone byte for byte', async () => {
  const photo = await readFile(path.join(clean, 'val/banana/IMG_0006.jpg'))
  const list =
    'file,label,split\nimages/a.jpg,banana,train\nimages/copy.jpg,banana,val\nimages/gone.jpg,banana,train\n'
  const more = Array.from({ length: 3 }, (_, i) => `images/${i}.jpg,banana,train\n`).join('')
  const others = ['IMG_0124.jpg', 'IMG_0154.jpg', 'IMG_0185.jpg']
  const pictures = await Promise.all(
    others.map(
      async (name, i) => [`images/${i}.jpg`, await readFile(path.join(clean, 'val/banana', name))] as const,
    ),
  )
  const project = await temporaryFolder({
    'images/a.jpg': photo,
    'images/copy.jpg': photo,
    ...Object.fromEntries(pictures),
    'labels.csv': list + more,
  })
  const { findings } = await check(project)
  expect(findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['leakage/exact-duplicate', 'labels/malformed-manifest']),
  )
  expect((await runDoctor(['fix', project])).code).toBe(0)
  const mended = await readFile(path.join(project, 'labels.csv'), 'utf8')
  expect(mended).toBe(`file,label,split\nimages/copy.jpg,banana,val\n${more}`)
  const left = await check(project)
  const rules = left.findings.map(({ rule }) => rule)
  expect(rules).not.toContain('leakage/exact-duplicate')
  expect(rules).not.toContain('labels/malformed-manifest')
  await runDoctor(['undo', project])
  expect(await readFile(path.join(project, 'labels.csv'), 'utf8')).toBe(list + more)
}, 60_000)
