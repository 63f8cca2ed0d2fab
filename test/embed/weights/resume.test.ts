import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { download } from '../../../src/embed/weights/download.ts'
import { readKerasWeights } from '../../../src/embed/weights/keras-hdf5.ts'
import { openWeights } from '../../../src/embed/weights/store.ts'
import { PARTIAL, type WeightsSource } from '../../../src/embed/weights/tensor.ts'
import { silent } from '../../../src/model/progress.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

/** A file in the layout of the official one. */
const file = gunzipSync(await readFile(path.join(import.meta.dirname, '../oracle/keras_weights.h5.gz')))
const md5 = createHash('md5').update(file).digest('hex')
const half = file.length >> 1

/** Serves the first half and is then silent; when it is asked for the rest, that. */
async function halting(ranges: string[]): Promise<string> {
  const server = createServer((asked, response) => {
    const from = Number(/\d+/.exec(asked.headers.range ?? '0')?.[0])
    ranges.push(asked.headers.range ?? '')
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': file.length - from })
    if (from > 0) response.end(file.subarray(from))
    else response.write(file.subarray(0, half))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/weights.h5`
}

const sourceAt = (url: string, progress?: (done: number) => void): WeightsSource => ({
  id: 'test',
  title: 'Test',
  inputRange: [-1, 1],
  standardise: false,
  async obtain(scratch, { signal }) {
    const target = path.join(scratch, PARTIAL)
    await download({ url, md5, path: target, signal, ...(progress ? { progress } : {}) })
    return readKerasWeights(target)
  },
})

test('an interrupted download is taken up by the next run, and the weights end in the cache', async () => {
  const cache = path.join(await temporaryFolder(), 'doctor')
  vi.stubEnv('TRAINING_DOCTOR_CACHE', cache)
  const ranges: string[] = []
  const url = await halting(ranges)
  const interrupt = new AbortController()
  const stopHalfWay = (done: number) => {
    // The last bytes are written before the interrupt.
    if (done === half) setTimeout(() => interrupt.abort(new Error('interrupted')), 200)
  }
  await expect(
    openWeights({ progress: silent, signal: interrupt.signal }, [sourceAt(url, stopHalfWay)]),
  ).rejects.toThrow('interrupted')
  expect(await readdir(path.join(cache, 'weights'))).toEqual(['.partial-test'])

  const { load } = await openWeights({ progress: silent, signal: new AbortController().signal }, [
    sourceAt(url),
  ])
  expect(ranges).toEqual(['', `bytes=${half}-`])
  expect(await readdir(path.join(cache, 'weights'))).toEqual(['test.safetensors'])
  const weights = await load()
  expect(weights.size).toBe(94 * 4)
  expect(weights.get('conv2d_7/kernel')?.values[0]).toBe(7)
})
