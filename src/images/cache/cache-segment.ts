import { randomBytes } from 'node:crypto'
import { mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { viewBytes } from '../look/view.ts'

/** The pair of files that one process appends to. */
export interface Segment {
  /** File descriptors. */
  log: number
  views: number
  /** Bytes of views so far. */
  written: number
}

/** Segments in a cache folder by name, sorted; none when there is no folder yet. */
export function segmentsIn(folder: string): string[] {
  try {
    const logs = readdirSync(folder).filter((name) => name.endsWith('.log'))
    return logs.map((name) => name.slice(0, -'.log'.length)).sort()
  } catch {
    return []
  }
}

/** A new segment under a name that no other process uses; null when the folder cannot be written. */
export function openSegment(folder: string): Segment | null {
  const name = path.join(folder, `${Date.now()}-${randomBytes(6).toString('hex')}`)
  try {
    mkdirSync(folder, { recursive: true })
    const views = openSync(`${name}.views`, 'wx+')
    return { log: openSync(`${name}.log`, 'ax'), views, written: 0 }
  } catch {
    return null
  }
}

/** The log goes first: without it the views count for nothing. */
export function removeSegment(name: string): void {
  rmSync(`${name}.log`, { force: true })
  rmSync(`${name}.views`, { force: true })
}

/**
 * Appends, or writes at `position`. False when the disk is full or the like: the cache then simply knows less.
 */
export function write(file: number, bytes: Uint8Array, position: number | null = null): boolean {
  try {
    return writeSync(file, bytes, 0, bytes.length, position) === bytes.length
  } catch {
    return false
  }
}

/** Some bytes of a file, all of a view by default. */
export function read(file: number, at: number, length: number = viewBytes): Uint8Array {
  const bytes = new Uint8Array(length)
  readSync(file, bytes, 0, length, at)
  return bytes
}

export const toBase64 = (words: Int32Array): string =>
  Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('base64')

export function fromBase64(text: string): Int32Array {
  const words = new Int32Array(Buffer.byteLength(text, 'base64') / 4)
  Buffer.from(words.buffer).write(text, 'base64')
  return words
}
