import type { Affine } from '../geometry/affine.ts'
import { fitMap, type Shapes, type Spots } from '../geometry/map-fit.ts'
import { scaleOf, turns } from './descriptor.ts'
import { nearestDescriptors } from './descriptor-search.ts'
import type { LocalFeatures } from './local-features.ts'

/** Features of two images that look alike, by index. */
export interface Match {
  from: number
  to: number
}

/** How one image may lie in another: where many features agree. */
export interface Hypothesis {
  map: Affine
  /** Different features of the other image that agree. */
  agreeing: number
}

/** Bits of 256 in which the descriptors of one place in two copies may differ. */
const widest = 56
/** Places may be off by this share of the longer side, and by this share of the distance from the place that is tried. */
const slack = { fixed: 0.03, growing: 0.18 }
/** Factor by which the size of a feature may be off. */
const widestRatio = 1.75

/** For each feature of `a` the most similar one of `b`; `mirrored`: as they look in a mirror. */
export function matchesOf(a: LocalFeatures, b: LocalFeatures, mirrored: boolean): Match[] {
  const nearest = nearestDescriptors(a.descriptors, b.descriptors, { mirrored, most: widest })
  const matches: Match[] = []
  for (const [from, to] of nearest.entries()) if (to >= 0) matches.push({ from, to })
  return matches
}

/**
 * Each feature of `a` with the most similar one of `b` or the other way round, and those that are so both ways: the first are
 * more, the second are less often chance.
 */
export function matchesBothWays(
  a: LocalFeatures,
  b: LocalFeatures,
  mirrored: boolean,
): { either: Match[]; mutual: Match[] } {
  const there = matchesOf(a, b, mirrored)
  const back = matchesOf(b, a, mirrored).map(({ from, to }): Match => ({ from: to, to: from }))
  const keys = new Set(back.map(({ from, to }) => from * b.count + to))
  const [mutual, single] = [
    there.filter(({ from, to }) => keys.has(from * b.count + to)),
    there.filter(({ from, to }) => !keys.has(from * b.count + to)),
  ]
  return { either: [...single, ...back], mutual }
}

/** Numbers of one match: x, y, scale and angle of both features, places and scales in units of the longer side. */
const numbers = 8
/** So many matches propose a map. */
const proposers = 48

/**
 * The map from `a` to `b` on which most matches agree, each match proposing the similarity between its two features;
 * then fitted to those that agree. Null when fewer than `least` do.
 */
export function hypothesise(
  a: LocalFeatures,
  b: LocalFeatures,
  matches: readonly Match[],
  { mirrored, least }: { mirrored: boolean; least: number },
): Hypothesis | null {
  if (matches.length < least) return null
  const pairs = pairsOf(a, b, matches, mirrored)
  const stride = Math.max(1, Math.floor(matches.length / proposers))
  const seen = new Int32Array(b.count)
  let most = 0
  let best = 0
  for (let proposer = 0; proposer < matches.length; proposer += stride) {
    let different = 0
    eachAgreeing(pairs, proposer, (index) => {
      const to = matches[index]?.to ?? 0
      if (seen[to] !== proposer + 1) different += 1
      seen[to] = proposer + 1
    })
    if (different > most) [most, best] = [different, proposer]
  }
  if (most < least) return null
  const agreeing: Spots[] = []
  eachAgreeing(pairs, best, (index) => agreeing.push(spotsOf(pairs, index)))
  const map = fitMap(agreeing, shapesOf(a, b, mirrored))
  return map === null ? null : { map, agreeing: most }
}

function pairsOf(
  a: LocalFeatures,
  b: LocalFeatures,
  matches: readonly Match[],
  mirrored: boolean,
): Float64Array {
  const pairs = new Float64Array(numbers * matches.length)
  for (const [index, { from, to }] of matches.entries()) {
    writeSpot(a, from, pairs, numbers * index)
    writeSpot(b, to, pairs, numbers * index + 4)
    if (!mirrored) continue
    // A mirrored image is looked at upside down: then the map is a similarity.
    pairs[numbers * index + 1] = -(pairs[numbers * index + 1] ?? 0)
    pairs[numbers * index + 3] = -(pairs[numbers * index + 3] ?? 0)
  }
  return pairs
}

function writeSpot(
  { places, width, height }: LocalFeatures,
  index: number,
  to: Float64Array,
  at: number,
): void {
  const long = Math.max(width, height)
  to[at] = ((places[4 * index] ?? 0) + 0.5) / long
  to[at + 1] = ((places[4 * index + 1] ?? 0) + 0.5) / long
  to[at + 2] = scaleOf(places[4 * index + 2] ?? 0) / long
  to[at + 3] = (2 * Math.PI * (places[4 * index + 3] ?? 0)) / turns
}

/** Calls `found` for every match that fits the similarity of one. */
function eachAgreeing(pairs: Float64Array, proposer: number, found: (index: number) => void): void {
  const p = numbers * proposer
  const x = pairs[p] ?? 0
  const y = pairs[p + 1] ?? 0
  const toX = pairs[p + 4] ?? 0
  const toY = pairs[p + 5] ?? 0
  const zoom = (pairs[p + 6] ?? 0) / (pairs[p + 2] ?? 1)
  const angle = (pairs[p + 7] ?? 0) - (pairs[p + 3] ?? 0)
  const [cos, sin] = [zoom * Math.cos(angle), zoom * Math.sin(angle)]
  for (let at = 0, index = 0; at < pairs.length; at += numbers, index += 1) {
    const dx = (pairs[at] ?? 0) - x
    const dy = (pairs[at + 1] ?? 0) - y
    const offX = toX + cos * dx - sin * dy - (pairs[at + 4] ?? 0)
    const offY = toY + sin * dx + cos * dy - (pairs[at + 5] ?? 0)
    const allowed = slack.fixed + slack.growing * zoom * Math.sqrt(dx * dx + dy * dy)
    if (offX * offX + offY * offY > allowed * allowed) continue
    const ratio = (pairs[at + 6] ?? 0) / (pairs[at + 2] ?? 1) / zoom
    if (ratio < widestRatio && ratio > 1 / widestRatio) found(index)
  }
}

function spotsOf(pairs: Float64Array, index: number): Spots {
  const [x = 0, y = 0, , , toX = 0, toY = 0] = pairs.subarray(numbers * index, numbers * (index + 1))
  return { from: { x, y }, to: { x: toX, y: toY } }
}

function shapesOf(a: LocalFeatures, b: LocalFeatures, mirrored: boolean): Shapes {
  const [longA, longB] = [Math.max(a.width, a.height), Math.max(b.width, b.height)]
  return {
    fromX: a.width / longA,
    fromY: ((mirrored ? -1 : 1) * a.height) / longA,
    toX: b.width / longB,
    toY: b.height / longB,
  }
}
