import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import { DigestSet } from '../../../src/images/read/digest-set.ts'
import { learn } from '../../../src/images/read/learn.ts'
import { WorkerPool } from '../../../src/images/read/worker-pool.ts'
import { silent } from '../../../src/model/progress.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { workContext } from '../../support/work.ts'
import { bmpOf, photo, photos } from '../photo.ts'

const none = DigestSet.of([])
const running = () => new AbortController().signal

/** One file of each kind that there is, also such as cannot be read. */
async function mixture(): Promise<string[]> {
  const jpeg = await photo().jpeg().toBuffer()
  const root = await temporaryFolder({
    'plain.jpg': jpeg,
    'turned.jpg': await photo(300, 270).jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    'cmyk.jpg': await photo().toColourspace('cmyk').jpeg().toBuffer(),
    'cut.jpg': jpeg.subarray(0, jpeg.length / 2),
    'a.png': await photo().png().toBuffer(),
    'a.bmp': await bmpOf(photo(), 24),
    'a.webp': await photo().webp().toBuffer(),
    'a.tiff': await photo().tiff().toBuffer(),
    'a.avif': await photo().avif().toBuffer(),
    'a.gif': await photo().gif().toBuffer(),
    'empty.jpg': Buffer.alloc(0),
    'text.jpg': 'no image',
  })
  return [
    'plain.jpg',
    'turned.jpg',
    'cmyk.jpg',
    'cut.jpg',
    'a.png',
    'a.bmp',
    'a.webp',
    'a.tiff',
    'a.avif',
    'a.gif',
    'empty.jpg',
    'text.jpg',
    'missing.jpg',
  ].map((name) => path.join(root, name))
}

describe('the pool of threads', () => {
  test('learns what is learned without it, of every format and fault', async () => {
    const files = await mixture()
    const pool = new WorkerPool(2, none, running())
    try {
      const [inThreads, here] = [
        await Promise.all(files.map((file) => pool.learn(file))),
        await Promise.all(
          files.map((file) =>
            learn(
              () => readFile(file),
              () => false,
            ),
          ),
        ),
      ]
      expect(inThreads).toEqual(here)
    } finally {
      await pool.close()
    }
  })

  test('does not decode what is known', async () => {
    const [file = ''] = photos
    const told = await learn(
      () => readFile(file),
      () => false,
    )
    if ('fault' in told) throw new Error(told.fault)
    const pool = new WorkerPool(1, DigestSet.of(['00'.repeat(32), told.digest, 'ff'.repeat(32)]), running())
    expect(await pool.learn(file)).toEqual({ digest: told.digest, content: null })
    await pool.close()
  })

  test('decodes one of several copies', async () => {
    const [file = '', other = ''] = photos
    const pool = new WorkerPool(1, none, running())
    const learned = await Promise.all([file, other, file, file].map((one) => pool.learn(one)))
    expect(learned.map((one) => 'content' in one && one.content !== null)).toEqual([true, true, false, false])
    expect(learned[2]).toMatchObject({
      digest: 'digest' in (learned[0] ?? {}) ? Object(learned[0]).digest : '',
    })
    await pool.close()
  })

  test('ends with its reason when it is aborted, also what is under way', async () => {
    const controller = new AbortController()
    const pool = new WorkerPool(1, none, controller.signal)
    const under = photos.slice(0, 20).map((file) => pool.learn(file))
    controller.abort(new Error('stopped'))
    for (const one of await Promise.allSettled(under)) expect(one).toMatchObject({ status: 'rejected' })
    await expect(pool.learn(photos[0] ?? '')).rejects.toThrow('stopped')
    await pool.close()
  })

  test('rejects what waits when it is closed', async () => {
    const pool = new WorkerPool(1, none, running())
    const one = pool.learn(photos[0] ?? '')
    const closed = pool.close()
    await expect(one).rejects.toThrow('ended')
    await closed
  })
})

describe('a project large enough for threads', () => {
  async function project(count: number) {
    const bytes = await readFile(photos[0] ?? '')
    const root = await temporaryFolder({})
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        // A comment behind the image: other bytes, the same pixels.
        await writeFile(path.join(root, `${index}.jpg`), Buffer.concat([bytes, Buffer.from([index])]))
      }),
    )
    const found = await discover(root)
    return { found, dataset: await gatherDataset(found, []) }
  }

  test('stops reading soon after it was aborted', async () => {
    const { found, dataset } = await project(200)
    const controller = new AbortController()
    let done = 0
    const progress = {
      ...silent,
      start: () => ({
        advance: (images = 1) => {
          done += images
          if (done >= 20) controller.abort(new Error('stopped'))
        },
        finish() {},
      }),
    }
    const reading = gatherImages(found, dataset, workContext({ progress, signal: controller.signal }))
    await expect(reading).rejects.toThrow('stopped')
    expect(done).toBeLessThan(30)
  })
})
