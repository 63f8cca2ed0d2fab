import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { WeightsUnavailable } from './tensor.ts'

export interface Download {
  url: string
  /** Hex digest of the whole file. */
  md5: string
  /** Absolute path of the file to write; what is there already is taken for the file's beginning. */
  path: string
  /** A connection that brings nothing for so many milliseconds is given up. */
  stallMs?: number
  /** Called with the bytes on disk and in the whole file (0 when the server does not say). */
  progress?: (done: number, total: number) => void
  signal: AbortSignal
}

/**
 * Downloads a file, going on where a broken connection or an earlier try left off for as long as every connection
 * brings something, and checks its digest. A file with a wrong digest is removed, and fetched once more from its
 * beginning where an earlier try may have spoilt it.
 * Throws {@link WeightsUnavailable} with one line, or the signal's reason.
 */
export async function download(request: Download): Promise<void> {
  const { url, md5, path } = request
  const wasBegun = (await sizeOf(path)) > 0
  await fetchWhole(request)
  if ((await md5Of(path)) === md5) return
  await rm(path, { force: true })
  if (wasBegun) return download(request)
  const { host } = new URL(url)
  throw new WeightsUnavailable(`what ${host} serves at ${url} is not the expected file (its digest differs)`)
}

async function fetchWhole(request: Download): Promise<void> {
  const { url, path, signal } = request
  const { host } = new URL(url)
  for (let broken = true; broken; ) {
    const before = await sizeOf(path)
    try {
      await fetchRest(request)
      broken = false
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof WeightsUnavailable) throw error
      if ((await sizeOf(path)) <= before) {
        throw new WeightsUnavailable(`cannot download from ${host}: ${reasonOf(error)}`)
      }
    }
  }
}

async function fetchRest({ url, path, stallMs = 15_000, progress, signal }: Download): Promise<void> {
  const begun = await sizeOf(path)
  const stalled = new AbortController()
  let timer = setTimeout(() => stalled.abort(), stallMs)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stalled.abort(), stallMs)
  }
  try {
    const response = await fetch(url, {
      headers: begun > 0 ? { range: `bytes=${begun}-` } : {},
      signal: AbortSignal.any([signal, stalled.signal]),
    })
    // 416: there is nothing after what we have.
    if (response.status === 416) return
    if (!response.ok || response.body === null) {
      throw new WeightsUnavailable(`cannot download from ${new URL(url).host}: HTTP ${response.status}`)
    }
    const resumed = response.status === 206
    let done = resumed ? begun : 0
    const rest = Number(response.headers.get('content-length') ?? 0)
    const total = rest > 0 ? done + rest : 0
    const body = Readable.fromWeb(response.body)
    body.on('data', (chunk: Uint8Array) => {
      alive()
      done += chunk.length
      progress?.(done, total)
    })
    await pipeline(body, createWriteStream(path, { flags: resumed ? 'a' : 'w' }))
  } catch (error) {
    if (stalled.signal.aborted) throw new Error(`nothing came for ${stallMs / 1000} s`)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const sizeOf = async (path: string) => (await stat(path).catch(() => null))?.size ?? 0

/** MD5 of a file, hex. */
export async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** undici hides the telling part in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return (cause instanceof Error && cause.message ? cause.message : error.message).split('\n')[0] ?? ''
}
