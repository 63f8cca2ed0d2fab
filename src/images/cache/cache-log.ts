import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { viewBytes } from '../look/view.ts'
import { type CacheRecord, decodeRecords, encodeRecord } from './cache-record.ts'
import { openSegment, removeSegment, type Segment, segmentsIn, write } from './cache-segment.ts'
import type { ViewPlace } from './stored-look.ts'

/** Segments that may pile up before they are merged into one. */
const mergeAt = 16

/**
 * What all processes have remembered, on disk. Each appends to a segment of its own (`<id>.log`, views in `<id>.views`)
 * and reads those of all others: nothing is locked or rewritten, and a process killed at any moment leaves at worst one
 * line that does not count. Without a folder, or when it cannot be written, nothing is kept.
 */
export class CacheLog {
  private readonly folder: string | null
  /** Those of before; this process' own is not among them. */
  private readonly segments: readonly string[]
  private readonly handles: number[] = []
  /** Opened by the first write; null once that has failed. */
  private own: Segment | null | undefined

  constructor(folder: string | null) {
    this.folder = folder
    this.segments = folder === null ? [] : segmentsIn(folder)
  }

  /** Tells every record, oldest segment first, with the file that the views of its segment lie in. */
  load(tell: (record: CacheRecord, views: number) => void): void {
    for (const segment of this.segments) {
      const name = path.join(this.folder ?? '', segment)
      let views: number
      let log: Buffer
      try {
        log = readFileSync(`${name}.log`)
        views = openSync(`${name}.views`, 'r')
      } catch {
        continue // Another doctor has merged it meanwhile.
      }
      this.handles.push(views)
      const size = fstatSync(views).size
      for (const record of decodeRecords(log)) {
        // A view that was cut short does not count.
        if (record.kind !== 'image' || record.view + viewBytes <= size) tell(record, views)
      }
    }
  }

  get isCrowded(): boolean {
    return this.segments.length > mergeAt
  }

  /** Once everything they hold was appended anew. */
  removeLoaded(): void {
    for (const segment of this.segments) removeSegment(path.join(this.folder ?? '', segment))
  }

  append(record: CacheRecord): void {
    const segment = this.writable()
    if (segment !== null) write(segment.log, Buffer.from(encodeRecord(record)))
  }

  /** Where the view lies now; null when it could not be written. */
  storeView(view: Uint8Array): ViewPlace | null {
    const segment = this.writable()
    if (segment === null) return null
    const position = segment.written
    if (!write(segment.views, view, position)) return null
    segment.written += viewBytes
    return { file: segment.views, position }
  }

  /** Views cannot be read afterwards. */
  close(): void {
    const own = this.own ? [this.own.log, this.own.views] : []
    for (const handle of [...this.handles.splice(0), ...own]) closeSync(handle)
    this.own = null
  }

  private writable(): Segment | null {
    if (this.own === undefined) this.own = this.folder === null ? null : openSegment(this.folder)
    return this.own
  }
}
