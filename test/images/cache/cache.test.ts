import { appendFile, mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { ImageCache } from '../../../src/images/cache/cache.ts'
import { decodeRecords, encodeRecord } from '../../../src/images/cache/cache-record.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import { viewBytes } from '../../../src/images/look/view.ts'
import type { ImageFacts } from '../../../src/model/images.ts'
import type { WorkContext } from '../../../src/model/progress.ts'
import { discover } from '../../../src/project/discover.ts'
import { ordinaryAppearance } from '../../support/facts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { countingProgress, workContext } from '../../support/work.ts'
import { photo } from '../photo.ts'

/** Six photos, one of them twice, one also mirrored, and a file that is no image. */
async function project(): Promise<string> {
  const encode = (index: number) => photo(96, 64, index).jpeg().toBuffer()
  const first = await encode(0)
  return temporaryFolder({
    'train/a/0.jpg': first,
    'train/a/1.jpg': await encode(1),
    'train/b/2.jpg': await encode(2),
    'train/b/broken.jpg': 'no image',
    'val/a/0.jpg': first,
    'val/a/2.jpg': await photo(96, 64, 2).flop().jpeg().toBuffer(),
    'val/b/3.jpg': await encode(3),
  })
}

async function examine(root: string, work: Partial<WorkContext>): Promise<ImageFacts> {
  const found = await discover(root)
  return gatherImages(found, await gatherDataset(found, []), workContext(work))
}

async function segments(cacheDir: string, ending: string): Promise<string[]> {
  const names = await readdir(cacheDir, { recursive: true })
  return names.filter((name) => name.endsWith(ending)).map((name) => path.join(cacheDir, name))
}

describe('the cache', () => {
  test('gives the same facts as without it, cold and warm, and a warm run writes nothing', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const plain = await examine(root, {})
    expect(plain.clusters.map((cluster) => cluster.members)).toEqual([
      ['train/a/0.jpg', 'val/a/0.jpg'],
      ['train/b/2.jpg', 'val/a/2.jpg'],
    ])
    expect(await examine(root, { cacheDir })).toEqual(plain)
    expect(await segments(cacheDir, '.log')).toHaveLength(1)
    expect(await examine(root, { cacheDir })).toEqual(plain)
    expect(await segments(cacheDir, '.log')).toHaveLength(1)
  })

  test('does not open a file of the same size and time again, but does when the time differs', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const file = path.join(root, 'train/a/1.jpg')
    await utimes(file, 2000, 2000)
    const before = await examine(root, { cacheDir })
    await writeFile(file, Buffer.alloc((await readFile(file)).length))
    await utimes(file, 2000, 2000)
    expect(await examine(root, { cacheDir })).toEqual(before)
    await utimes(file, 1000, 1000)
    expect((await examine(root, { cacheDir })).images.get('train/a/1.jpg')).toMatchObject({ ok: false })
  })

  test('knows a file again by its bytes when it was moved', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    await examine(root, { cacheDir })
    const bytes = await readFile(path.join(root, 'train/a/1.jpg'))
    const elsewhere = await temporaryFolder({ 'train/c/moved.jpg': bytes })
    await examine(elsewhere, { cacheDir })
    const records = (await Promise.all((await segments(cacheDir, '.log')).map((log) => readFile(log))))
      .flatMap((log) => [...decodeRecords(log)])
      .map((record) => record.kind)
    expect(records.filter((kind) => kind === 'image')).toHaveLength(5)
    expect(records.filter((kind) => kind === 'file')).toHaveLength(8)
  })

  test('survives being killed at any moment: a log or thumbnails cut anywhere', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const whole = await examine(root, { cacheDir })
    const [log = ''] = await segments(cacheDir, '.log')
    const [views = ''] = await segments(cacheDir, '.views')
    const [logBytes, viewsBytes] = [await readFile(log), await readFile(views)]
    for (let share = 0; share <= 1; share += 0.09) {
      for (const file of [log, views]) {
        for (const extra of await segments(cacheDir, '')) await rm(extra, { force: true, recursive: true })
        await mkdir(path.dirname(log), { recursive: true })
        await writeFile(log, logBytes)
        await writeFile(views, viewsBytes)
        await truncate(file, Math.floor(share * (file === log ? logBytes : viewsBytes).length))
        expect(await examine(root, { cacheDir })).toEqual(whole)
      }
    }
  })

  test('ignores lines that are damaged, foreign or of another version', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const whole = await examine(root, { cacheDir })
    const [log = ''] = await segments(cacheDir, '.log')
    const damaged = (await readFile(log, 'utf8')).replaceAll('"width":96', '"width":69')
    await writeFile(log, damaged)
    await appendFile(log, '\u0000\u0001 garbage\n{"kind":"file"}\n1234 {"kind":')
    expect(await examine(root, { cacheDir })).toEqual(whole)
  })

  test('serves two doctors at once', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const [one, other] = await Promise.all([examine(root, { cacheDir }), examine(root, { cacheDir })])
    expect(one).toEqual(other)
    expect(await segments(cacheDir, '.log')).toHaveLength(2)
    expect(await examine(root, { cacheDir })).toEqual(one)
  })

  test('merges many segments into one without forgetting', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const whole = await examine(root, { cacheDir })
    for (let run = 0; run < 17; run += 1) {
      await utimes(path.join(root, 'train/a/1.jpg'), 2000 + run, 2000 + run)
      await examine(root, { cacheDir })
    }
    expect((await segments(cacheDir, '.log')).length).toBeLessThanOrEqual(3)
    expect(await examine(root, { cacheDir })).toEqual(whole)
  })

  test('compares again when an image has come or gone', async () => {
    const [root, cacheDir] = [await project(), await temporaryFolder()]
    const whole = await examine(root, { cacheDir })
    const copy = await readFile(path.join(root, 'train/a/1.jpg'))
    await writeFile(path.join(root, 'val/b/1.jpg'), copy)
    const more = await examine(root, { cacheDir })
    expect(more.clusters.map((cluster) => cluster.members)).toContainEqual(['train/a/1.jpg', 'val/b/1.jpg'])
    expect(await examine(root, { cacheDir })).toEqual(more)
    await rm(path.join(root, 'val/b/1.jpg'))
    expect(await examine(root, { cacheDir })).toEqual(whole)
  })

  test('does without a folder that cannot be written', async () => {
    const root = await project()
    const file = path.join(await temporaryFolder({ occupied: 'x' }), 'occupied')
    expect(await examine(root, { cacheDir: file })).toEqual(await examine(root, {}))
  })

  test('tells the view of a look after it went to disk', async () => {
    const cache = new ImageCache(await temporaryFolder())
    const view = Uint8Array.from({ length: viewBytes }, (_, index) => index % 251)
    const fact = {
      ok: true,
      bytesDigest: 'd',
      format: 'png',
      width: 1,
      height: 1,
      channels: 3,
      transparent: false,
      orientation: 1,
      contrast: 9.5,
      jpegQuality: null,
      appearance: ordinaryAppearance,
      colourLayout: 'ff',
      exif: null,
    } as const
    const look = { dct: new Int32Array(64).fill(-7), block: new Int32Array(8), view }
    const stored = cache.rememberContent('d', { fact, look, pixelDigest: null })
    expect(stored.look?.view()).toEqual(view)
    expect(stored.look?.dct).toEqual(look.dct)
    cache.close()
  })
})

test('a record is one line, whatever its path is called', () => {
  const record = { kind: 'file', path: '/a\n"b" \u2028.jpg', size: 1, modifiedMs: 2.5, digest: 'd' } as const
  const text = encodeRecord(record)
  expect(text.trim().split('\n')).toHaveLength(1)
  expect([...decodeRecords(Buffer.from(text + text.slice(0, 20) + text))]).toEqual([record, record])
})

describe('reading', () => {
  test('counts every image and stops at once when aborted', async () => {
    const root = await project()
    const { progress, done } = countingProgress()
    await examine(root, { progress })
    expect(done).toEqual(
      new Map([
        ['Reading images', 7],
        ['Comparing images', 5],
        ['Looking for shared details', 5],
        ['Comparing details', 5],
      ]),
    )
    await expect(examine(root, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow(
      'stopped',
    )
  })

  test('a file that vanished after discovery is a fact with a reason', async () => {
    const root = await project()
    const found = await discover(root)
    const dataset = await gatherDataset(found, [])
    await rm(path.join(root, 'val/b/3.jpg'))
    const { images } = await gatherImages(found, dataset, workContext())
    expect(images.get('val/b/3.jpg')).toEqual({
      ok: false,
      path: 'val/b/3.jpg',
      bytesDigest: null,
      reason: 'does not exist',
    })
    expect(images.size).toBe(7)
  })

  test('names with line breaks and markup are names like others', async () => {
    const bytes = await photo().png().toBuffer()
    const root = await temporaryFolder({ 'train/a/<script>\n.png': bytes, 'val/a/"&.png': bytes })
    const { clusters } = await examine(root, {})
    expect(clusters[0]?.members).toEqual(['train/a/<script>\n.png', 'val/a/"&.png'])
  })
})
