import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Download, download } from '../../../src/embed/weights/download.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256))
const md5 = createHash('md5').update(content).digest('hex')

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/weights.h5`
}

async function request(url: string, changes: Partial<Download> = {}): Promise<Download> {
  const file = path.join(await temporaryFolder(), 'download')
  return { url, md5, path: file, signal: new AbortController().signal, ...changes }
}

/** Sends the part that a range asks for, but at most `most` bytes, then breaks off. */
const breaking =
  (most: number, ranges: string[]): RequestListener =>
  (asked, response) => {
    const from = Number(/\d+/.exec(asked.headers.range ?? '0')?.[0])
    ranges.push(asked.headers.range ?? '')
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from })
    const part = content.subarray(from, from + most)
    response.write(part, () => {
      if (from + most >= content.length) response.end()
      // What was written is to arrive before the connection breaks.
      else setTimeout(() => response.destroy(), 100)
    })
  }

test('a connection that breaks off is taken up where it ended', async () => {
  const ranges: string[] = []
  const asked = await request(await serve(breaking(70_000, ranges)))
  const seen: number[] = []
  await download({ ...asked, progress: (done) => seen.push(done) })
  expect(content.equals(await readFile(asked.path))).toBe(true)
  expect(ranges.length).toBeGreaterThan(1)
  expect(ranges[1]).toMatch(/^bytes=\d+-$/)
  expect(seen.at(-1)).toBe(content.length)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

test('what an earlier try left is the beginning', async () => {
  const ranges: string[] = []
  const asked = await request(await serve(breaking(1e9, ranges)))
  await writeFile(asked.path, content.subarray(0, 150_000))
  await download(asked)
  expect(ranges).toEqual(['bytes=150000-'])
  expect(content.equals(await readFile(asked.path))).toBe(true)
})

test('a server without ranges starts anew', async () => {
  const asked = await request(await serve((_, response) => void response.end(content)))
  await writeFile(asked.path, 'something old')
  await download(asked)
  expect(content.equals(await readFile(asked.path))).toBe(true)
})

test('wrong bytes are refused and removed', async () => {
  const asked = await request(await serve((_, response) => void response.end('<html>')))
  await expect(download(asked)).rejects.toThrow(/is not the expected file/)
  await expect(stat(asked.path)).rejects.toThrow()
})

test('a server that stalls is given up, one that is missing is named', async () => {
  const stalling = await request(await serve((_, response) => void response.writeHead(200).write('a')), {
    stallMs: 200,
  })
  await expect(download(stalling)).rejects.toThrow(
    /^cannot download from 127\.0\.0\.1:\d+: nothing came for 0\.2 s$/,
  )
  const closed = await request('http://127.0.0.1:9/weights.h5')
  await expect(download(closed)).rejects.toThrow(/^cannot download from 127\.0\.0\.1:9: /)
  const gone = await request(await serve((_, response) => void response.writeHead(404).end()))
  await expect(download(gone)).rejects.toThrow(/HTTP 404$/)
})

test('a beginning that an earlier try spoilt is fetched anew', async () => {
  const ranges: string[] = []
  const asked = await request(await serve(breaking(1e9, ranges)))
  await writeFile(asked.path, Buffer.alloc(150_000, 1))
  await download(asked)
  expect(ranges).toEqual(['bytes=150000-', ''])
  expect(content.equals(await readFile(asked.path))).toBe(true)
})

test('a file that is there already is not fetched again', async () => {
  const asked = await request(await serve((_, response) => void response.writeHead(416).end()))
  await writeFile(asked.path, content)
  await download(asked)
  expect(content.equals(await readFile(asked.path))).toBe(true)
})

test('a server that falls silent half way is asked again for the rest', async () => {
  const ranges: string[] = []
  const url = await serve((asked, response) => {
    const from = Number(/\d+/.exec(asked.headers.range ?? '0')?.[0])
    ranges.push(asked.headers.range ?? '')
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from })
    // The first answer never ends.
    if (from === 0) response.write(content.subarray(0, 90_000))
    else response.end(content.subarray(from))
  })
  const asked = await request(url, { stallMs: 300 })
  await download(asked)
  expect(ranges).toEqual(['', 'bytes=90000-'])
  expect(content.equals(await readFile(asked.path))).toBe(true)
})

test('a server that serves other bytes for the rest is refused', async () => {
  const url = await serve((asked, response) => {
    const from = Number(/\d+/.exec(asked.headers.range ?? '0')?.[0])
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from })
    const wrong = Buffer.alloc(content.length - from, 3)
    if (from > 0) response.end(wrong)
    else response.write(content.subarray(0, 60_000), () => setTimeout(() => response.destroy(), 100))
  })
  const asked = await request(url)
  await expect(download(asked)).rejects.toThrow(/is not the expected file \(its digest differs\)$/)
  await expect(stat(asked.path)).rejects.toThrow()
})

test('an abort ends it', async () => {
  const controller = new AbortController()
  const url = await serve((_, response) => {
    response.write('a', () => controller.abort(new Error('enough')))
  })
  await expect(download(await request(url, { signal: controller.signal }))).rejects.toThrow('enough')
})
