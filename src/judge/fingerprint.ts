import { createHash } from 'node:crypto'
import path from 'node:path'
import type { FactName, Facts } from '../model/facts.ts'
import { isSpan, type Location } from '../model/finding.ts'

/** What a place is called in fingerprints: equal on every machine and wherever the folders lie. */
export type PlaceKey = (location: Location) => string

/**
 * Names places by their content as far as the rule's facts tell it, so that a finding stays known when lines move
 * and folders are renamed:
 * - code is the file's name and the text that stands there, without its line and folder;
 * - an image is its side and the digest of its bytes, where the rule needs the images (whatever else is examined, a
 *   rule's ids stay the same);
 * - a class folder is its side and label; anything else is its path.
 */
export function placeKeys(facts: Facts, needs: readonly FactName[]): PlaceKey {
  const images = needs.includes('images') && facts.images?.ok ? facts.images.value.images : undefined
  const folders = facts.dataset?.ok ? facts.dataset.value.classFolders : []
  const classes = new Map(folders.map((folder) => [folder.path, `class\0${folder.split}\0${folder.label}`]))
  return (location) => {
    if (isSpan(location)) {
      return `code\0${path.posix.basename(location.path)}\0${location.snippet.replace(/\s+/g, ' ').trim()}`
    }
    const digest = images?.get(location.path)?.bytesDigest ?? null
    if (digest !== null) return `image\0${location.split ?? ''}\0${digest}`
    return classes.get(location.path) ?? `path\0${location.path}`
  }
}

/**
 * A finding's stable id: 16 hex digits over the rule and the keys of its places, in any order. Findings of a rule
 * that share all keys are told apart by their number (`ordinal`, from 0): one more of them is one new id.
 */
export function fingerprint(rule: string, places: readonly string[], ordinal: number): string {
  const hash = createHash('sha256').update(rule)
  for (const place of [...places].sort()) hash.update(`\0\0${place}`)
  if (ordinal > 0) hash.update(`\0\0#${ordinal}`)
  return hash.digest('hex').slice(0, 16)
}
