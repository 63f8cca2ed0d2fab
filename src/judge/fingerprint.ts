import { createHash } from 'node:crypto'
import { type FindingDraft, isSpan, type Location } from '../model/finding.ts'

/**
 * A finding's stable id: 16 hex digits over the rule and its places. A place in code is its file and the text that
 * stands there, not its line, so that unrelated edits above leave the id as it is; a place in the data is its path.
 * Equal places within one rule are told apart by their order (`ordinal`, from 0).
 */
export function fingerprint(rule: string, draft: FindingDraft, ordinal: number): string {
  const hash = createHash('sha256').update(rule)
  for (const place of draft.locations.map(placeKey).sort()) hash.update(`\0${place}`)
  if (ordinal > 0) hash.update(`\0#${ordinal}`)
  return hash.digest('hex').slice(0, 16)
}

export function placeKey(location: Location): string {
  return isSpan(location)
    ? `${location.path}\0${location.snippet.replace(/\s+/g, ' ').trim()}`
    : location.path
}
