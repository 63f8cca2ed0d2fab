import path from 'node:path'
import sharp from 'sharp'
import type { DuplicateCluster } from '../../model/images.ts'
import type { CloseLook } from '../compare/close-look.ts'
import type { Verdict } from '../compare/verify.ts'
import type { Content } from '../look/content.ts'
import { CacheLog } from './cache-log.ts'
import type { CacheRecord } from './cache-record.ts'
import { toBase64 } from './cache-segment.ts'
import { type FoundPairs, type PackedPairs, packPairs, unpackPairs } from './search-record.ts'
import { inMemory, onDisk, type StoredLook } from './stored-look.ts'

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

export type StoredContent = { fact: Content['fact']; look: StoredLook | null }

/**
 * What is known of images by their content, and which content a file had when it was last seen: in memory, and on disk
 * from run to run (see `CacheLog`).
 */
export class ImageCache {
  private readonly files = new Map<string, { stamp: FileStamp; digest: string }>()
  private readonly contents = new Map<string, StoredContent>()
  private readonly pixelDigests = new Map<string, string>()
  /** Of sets of images; the last few are kept. */
  private readonly found = new Map<string, DuplicateCluster[]>()
  private readonly verdicts = new Map<string, Verdict>()
  private readonly looks = new Map<string, CloseLook>()
  /** Of the last search. */
  private pairs: PackedPairs | undefined
  private readonly log: CacheLog

  /** `cacheDir` is absolute, or null for no cache on disk. The folder's name says what the facts depend on. */
  constructor(cacheDir: string | null) {
    const folder = cacheDir === null ? null : path.join(cacheDir, `images-15-vips-${sharp.versions.vips}`)
    this.log = new CacheLog(folder)
    this.log.load((record, views) => this.apply(record, views))
    if (this.log.isCrowded) this.merge()
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
    this.log.append({ kind: 'file', ...stamp, digest })
  }

  /** Remembers what was read from a file with these bytes; its view moves to disk, if there is a cache. */
  rememberContent(digest: string, content: Content): StoredContent {
    if (!('look' in content)) {
      const stored = { fact: content.fact, look: null }
      this.contents.set(digest, stored)
      this.log.append({ kind: 'unreadable', digest, reason: content.fact.reason })
      return stored
    }
    const { fact, look, pixelDigest } = content
    if (pixelDigest !== null) this.rememberPixels(digest, pixelDigest)
    const [dct, block] = [toBase64(look.dct), toBase64(look.block)]
    const place = this.log.storeView(look.view)
    const held = inMemory(look)
    const { featureCount } = held
    const stored = { fact, look: place === null ? held : onDisk({ dct, block }, featureCount, place) }
    this.contents.set(digest, stored)
    if (place !== null)
      this.log.append({ kind: 'image', fact, dct, block, features: featureCount, view: place.position })
    return stored
  }

  /** The digest of the pixels at full size of a file with these bytes. */
  pixelDigest(digest: string): string | undefined {
    return this.pixelDigests.get(digest)
  }

  rememberPixels(digest: string, pixels: string): void {
    this.pixelDigests.set(digest, pixels)
    this.log.append({ kind: 'pixels', digest, pixels })
  }

  /** What was found among a set of images (see `digestOfSet`). */
  clusters(set: string): DuplicateCluster[] | undefined {
    return this.found.get(set)
  }

  rememberClusters(set: string, clusters: DuplicateCluster[]): void {
    this.found.set(set, clusters)
    this.log.append({ kind: 'clusters', set, clusters })
  }

  /** What the last search found. */
  foundPairs(): FoundPairs | undefined {
    return this.pairs === undefined ? undefined : unpackPairs(this.pairs)
  }

  rememberPairs(pairs: FoundPairs): void {
    this.keepPairs(packPairs(pairs))
  }

  private keepPairs(packed: PackedPairs): void {
    this.pairs = packed
    this.log.append({ kind: 'pairs', ...packed })
  }

  verdict(pair: string): Verdict | undefined {
    return this.verdicts.get(pair)
  }

  rememberVerdict(pair: string, verdict: Verdict): void {
    this.verdicts.set(pair, verdict)
    this.log.append({ kind: 'verdict', pair, ...verdict })
  }

  look(pair: string): CloseLook | undefined {
    return this.looks.get(pair)
  }

  rememberLook(pair: string, look: CloseLook): void {
    this.looks.set(pair, look)
    this.log.append({ kind: 'look', pair, ...look })
  }

  /** Views that still lie on disk cannot be read afterwards. */
  close(): void {
    this.log.close()
  }

  private apply(record: CacheRecord, views: number): void {
    if (record.kind === 'file') {
      const { path, size: bytes, modifiedMs, digest } = record
      this.files.set(path, { stamp: { path, size: bytes, modifiedMs }, digest })
    } else if (record.kind === 'verdict') {
      const { kind: _, pair, ...verdict } = record
      this.verdicts.set(pair, verdict)
    } else if (record.kind === 'look') {
      const { kind: _, pair, ...look } = record
      this.looks.set(pair, look)
    } else if (record.kind === 'pairs') {
      const { digests, near, shared } = record
      this.pairs = { digests, near, shared }
    } else if (record.kind === 'pixels') {
      this.pixelDigests.set(record.digest, record.pixels)
    } else if (record.kind === 'clusters') {
      this.found.set(record.set, record.clusters)
    } else if (record.kind === 'unreadable') {
      const fact = { ok: false, bytesDigest: record.digest, reason: record.reason } as const
      this.contents.set(record.digest, { fact, look: null })
    } else {
      const { fact, features, view } = record
      const look = onDisk(record, features, { file: views, position: view })
      this.contents.set(fact.bytesDigest, { fact, look })
    }
  }

  /** Writes everything known into this process' segment and removes the older ones. */
  private merge(): void {
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
    for (const [pair, look] of [...this.looks]) this.rememberLook(pair, look)
    if (this.pairs !== undefined) this.keepPairs(this.pairs)
    this.log.removeLoaded()
  }
}
