import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar-stream'
import type { BytesPart } from '../model/dataset.ts'
import { describeFault } from '../project/problem.ts'
import { gunzip, isGzip, openBytes } from './packed.ts'
import type { Stop } from './stop.ts'

/** One file in a tar archive. */
export interface TarMember {
  /** As written in the archive, POSIX. */
  name: string
  /** Where its bytes lie in the archive. */
  part: BytesPart
  /** Its bytes, where they were asked for. */
  bytes: Uint8Array | null
}

const headerBytes = 512

/**
 * The files of a tar archive, in order, unpacked if need be (gzip); folders and links are left out. Streams: only members that
 * `wanted` says yes to are held, one at a time. Ends with a `Stop` where the archive is cut short or damaged.
 */
export async function* readTar(
  file: string,
  wanted: (name: string, length: number) => boolean,
): AsyncGenerator<TarMember | Stop> {
  const archive = extract()
  const gzip = await isGzip(file)
  const input = createReadStream(file)
  const piped = gzip ? pipeline(input, gunzip(), archive) : pipeline(input, archive)
  piped.catch(() => {}) // Thrown by the loop as well.
  try {
    for await (const entry of archive) {
      const { name, size: length, type } = entry.header
      const isFile = type === 'file' || type === 'contiguous-file'
      const bytes = isFile && wanted(name, length) ? await buffer(entry) : await drained(entry)
      const part = { kind: 'bytes', offset: entry.offset + headerBytes, length, gzip } as const
      if (isFile) yield { name, part, bytes }
    }
    if (!gzip && !(await hasEnd(file))) yield { reason: 'the archive is cut short' }
  } catch (fault) {
    yield { reason: reasonOf(fault) }
  }
}

/** Two blocks of zeros end an archive (POSIX ustar). Without them members that came later are lost. */
async function hasEnd(file: string): Promise<boolean> {
  const { size } = await stat(file)
  const bytes = await openBytes(file, false)
  const end = await bytes
    .read(Math.max(0, size - 2 * headerBytes), 2 * headerBytes)
    .finally(() => bytes.close())
  return end.length === 2 * headerBytes && end.every((byte) => byte === 0)
}

async function drained(entry: AsyncIterable<unknown>): Promise<null> {
  for await (const _ of entry);
  return null
}

function reasonOf(fault: unknown): string {
  const text = describeFault(fault)
  if (/unexpected end|premature|writable stream closed/i.test(text)) return 'the archive is cut short'
  if (/invalid (tar )?header/i.test(text)) return 'is no tar archive, or damaged'
  return text
}
