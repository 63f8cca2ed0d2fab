import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import type { DuplicateCluster } from '../model/images.ts'
import { type CacheRecord, decodeRecords, encodeRecord } from './cache-record.ts'
import {
  fromBase64,
  openSegment,
  readView,
  removeSegment,
  type Segment,
  segmentsIn,
  toBase64,
  write,
} from './cache-segment.ts'
import type { Content } from './content.ts'
import type { Look } from './look.ts'
import { type PackedDetails, packDetails, type SharedDetails, unpackDetails } from './shared-record.ts'
import type { Verdict } from './verify.ts'
import { viewBytes } from './view.ts'

/** Segments that may pile up before they are merged into one. */
const mergeAt = 16

/** Sets of images whose clusters outlast a merge. */
const setsKept = 4

/** A file, or an image's part of one, as it was last seen. */
export interface FileStamp {
  /** The key of its source (`keyOf`): for a whole file its absolute path. */
  path: string
  /** Bytes of the whole file. */
  size: number
  modifiedMs: number
}

/** A look whose view (see `viewOf`) may still lie on disk. */
export interface StoredLook {
  dct: Look['dct']
  block: Look['block']
  view: () => Uint8Array
}

export type StoredContent = { fact: Content['fact']; look: StoredLook | null }

/**
 * What is known of images by their content, and which content a file had when it was last seen. On disk, every
 * process appends to a segment of its own (`<id>.log`, views in `<id>.views`) and reads those of all others:
 * nothing is locked or rewritten, and a process killed at any moment leaves at worst one line that does not count.
 * Without a folder, or when it cannot be written, everything stays in memory.
 */
export class ImageCache {
  private readonly files = new Map<string, { stamp: FileStamp; digest: string }>()
  private readonly contents = new Map<string, StoredContent>()
  private readonly pixelDigests = new Map<string, string>()
  /** Of sets of images; the last few are kept. */
  private readonly found = new Map<string, DuplicateCluster[]>()
  private readonly verdicts = new Map<string, Verdict>()
  /** Of the last search. */
  private shared: PackedDetails | undefined
  private readonly handles: number[] = []
  private readonly folder: string | null
  /** Opened by the first write; null once that has failed. */
  private segment: Segment | null | undefined

  /** `cacheDir` is absolute, or null for no cache on disk. The folder's name says what the facts depend on. */
  constructor(cacheDir: string | null) {
    this.folder = cacheDir === null ? null : path.join(cacheDir, `images-8-vips-${sharp.versions.vips}`)
    if (this.folder === null) return
    const segments = segmentsIn(this.folder)
    for (const segment of segments) this.load(path.join(this.folder, segment))
    if (segments.length > mergeAt) this.merge(segments)
  }

  /** The digest of a file's bytes, if it has not changed since it was read. */
  digestOf(stamp: FileStamp): string | undefined {
    const known = this.files.get(stamp.path)
    const same = known?.stamp.size === stamp.size && known.stamp.modifiedMs === stamp.modifiedMs
    return same ? known.digest : undefined
  }

  content(digest: string): StoredContent | undefined {
    return this.contents.get(digest)
  }

  /** The digests of all files whose content is known. */
  digests(): Iterable<string> {
    return this.contents.keys()
  }

  rememberFile(stamp: FileStamp, digest: string): void {
    this.files.set(stamp.path, { stamp, digest })
    this.log({ kind: 'file', ...stamp, digest })
  }

  /** Remembers what was read from a file with these bytes; its view moves to disk, if there is a cache. */
  rememberContent(digest: string, content: Content): StoredContent {
    if (!('look' in content)) {
      const stored = { fact: content.fact, look: null }
      this.contents.set(digest, stored)
      this.log({ kind: 'unreadable', digest, reason: content.fact.reason })
      return stored
    }
    const { fact, look, pixelDigest } = content
    if (pixelDigest !== null) this.rememberPixels(digest, pixelDigest)
    const at = this.storeView(look.view)
    const view = at === null ? () => look.view : () => readView(at.file, at.position)
    const stored = { fact, look: { dct: look.dct, block: look.block, view } }
    this.contents.set(digest, stored)
    if (at !== null) {
      const [dct, block] = [toBase64(look.dct), toBase64(look.block)]
      this.log({ kind: 'image', fact, dct, block, view: at.position })
    }
    return stored
  }

  /** The digest of the pixels at full size of a file with these bytes. */
  pixelDigest(digest: string): string | undefined {
    return this.pixelDigests.get(digest)
  }

  rememberPixels(digest: string, pixels: string): void {
    this.pixelDigests.set(digest, pixels)
    this.log({ kind: 'pixels', digest, pixels })
  }

  /** What was found among a set of images (see `digestOfSet`). */
  clusters(set: string): DuplicateCluster[] | undefined {
    return this.found.get(set)
  }

  rememberClusters(set: string, clusters: DuplicateCluster[]): void {
    this.found.set(set, clusters)
    this.log({ kind: 'clusters', set, clusters })
  }

  /** Which images the last search found to share details. */
  details(): SharedDetails | undefined {
    return this.shared === undefined ? undefined : unpackDetails(this.shared)
  }

  rememberDetails(details: SharedDetails): void {
    this.keepDetails(packDetails(details))
  }

  private keepDetails(packed: PackedDetails): void {
    this.shared = packed
    this.log({ kind: 'details', ...packed })
  }

  verdict(pair: string): Verdict | undefined {
    return this.verdicts.get(pair)
  }

  rememberVerdict(pair: string, verdict: Verdict): void {
    this.verdicts.set(pair, verdict)
    this.log({ kind: 'verdict', pair, ...verdict })
  }

  /** Views that still lie on disk cannot be read afterwards. */
  close(): void {
    const own = this.segment ? [this.segment.log, this.segment.views] : []
    for (const handle of [...this.handles.splice(0), ...own]) closeSync(handle)
    this.segment = null
  }

  private writable(): Segment | null {
    if (this.segment === undefined) this.segment = this.folder === null ? null : openSegment(this.folder)
    return this.segment
  }

  private log(record: CacheRecord): void {
    const segment = this.writable()
    if (segment !== null) write(segment.log, Buffer.from(encodeRecord(record)))
  }

  /** Where the view lies now; null when it could not be written. */
  private storeView(view: Uint8Array): { file: number; position: number } | null {
    const segment = this.writable()
    if (segment === null) return null
    const position = segment.written
    if (!write(segment.views, view, position)) return null
    segment.written += viewBytes
    return { file: segment.views, position }
  }

  private load(segment: string): void {
    let views: number
    let log: Buffer
    try {
      log = readFileSync(`${segment}.log`)
      views = openSync(`${segment}.views`, 'r')
    } catch {
      return // Another doctor has merged it meanwhile.
    }
    this.handles.push(views)
    const size = fstatSync(views).size
    for (const record of decodeRecords(log)) this.apply(record, { views, size })
  }

  private apply(record: CacheRecord, { views, size }: { views: number; size: number }): void {
    if (record.kind === 'file') {
      const { path, size: bytes, modifiedMs, digest } = record
      this.files.set(path, { stamp: { path, size: bytes, modifiedMs }, digest })
    } else if (record.kind === 'verdict') {
      const { correlation, score, overlap, orientation } = record
      this.verdicts.set(record.pair, { correlation, score, overlap, orientation })
    } else if (record.kind === 'details') {
      this.shared = { digests: record.digests, shared: record.shared }
    } else if (record.kind === 'pixels') {
      this.pixelDigests.set(record.digest, record.pixels)
    } else if (record.kind === 'clusters') {
      this.found.set(record.set, record.clusters)
    } else if (record.kind === 'unreadable') {
      const fact = { ok: false, bytesDigest: record.digest, reason: record.reason } as const
      this.contents.set(record.digest, { fact, look: null })
    } else if (record.view + viewBytes <= size) {
      const { fact, view } = record
      // Decoded when asked for: a run in which nothing has changed does not compare.
      const look = {
        get dct() {
          return fromBase64(record.dct)
        },
        get block() {
          return fromBase64(record.block)
        },
        view: () => readView(views, view),
      }
      this.contents.set(fact.bytesDigest, { fact, look })
    }
  }

  /** Writes everything known into this process' segment and removes the older ones. */
  private merge(segments: readonly string[]): void {
    for (const [digest, { fact, look }] of [...this.contents]) {
      if (!fact.ok) this.rememberContent(digest, { fact })
      else if (look !== null) {
        const whole = { ...look, view: look.view() }
        this.rememberContent(digest, { fact, look: whole, pixelDigest: null })
      }
    }
    for (const [digest, pixels] of [...this.pixelDigests]) this.rememberPixels(digest, pixels)
    for (const { stamp, digest } of [...this.files.values()]) this.rememberFile(stamp, digest)
    for (const [set, clusters] of [...this.found].slice(-setsKept)) this.rememberClusters(set, clusters)
    for (const [pair, verdict] of [...this.verdicts]) this.rememberVerdict(pair, verdict)
    if (this.shared !== undefined) this.keepDetails(this.shared)
    for (const segment of segments) removeSegment(path.join(this.folder ?? '', segment))
  }
}
