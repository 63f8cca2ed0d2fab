import { Random } from '../model/random.ts'
import { byClass, type Ground, type ProbeSample } from './ground.ts'

/** Of a large set, at least this share of the sampled images is for measuring. */
const EVALUATION_SHARE = 0.4

/**
 * At most `cap` samples of both sides together, each side cut on its own and by class, so that no image changes
 * sides and class shares stay. Training copies of a chosen evaluation sample (`copies`, by its path) are kept with
 * it, because a leak is only seen where both halves of a pair are.
 */
export function sampleGround(
  ground: Ground,
  cap: number,
  copies: ReadonlyMap<string, readonly string[]>,
  seed: number,
): Ground {
  const { train, evaluation } = ground
  if (train.length + evaluation.length <= cap) return ground
  const share = Math.max(Math.round(cap * EVALUATION_SHARE), cap - train.length)
  const measured = stratified(
    evaluation,
    Math.min(share, evaluation.length),
    new Random(seed, 'evaluation sample'),
  )
  const kept = new Set(measured.flatMap(({ path }) => copies.get(path) ?? []))
  const partners = train.filter(({ path }) => kept.has(path))
  const others = train.filter(({ path }) => !kept.has(path))
  const room = Math.max(cap - measured.length - partners.length, 0)
  const learned = [...partners, ...stratified(others, room, new Random(seed, 'training sample'))]
  return { ...ground, train: inOrderOf(train, learned), evaluation: inOrderOf(evaluation, measured) }
}

/** `count` of the samples, of each class its share (largest remainders first). */
export function stratified(samples: readonly ProbeSample[], count: number, random: Random): ProbeSample[] {
  if (count >= samples.length) return [...samples]
  const quotas = [...byClass(samples)].map(([label, members]) => {
    const exact = (count * members.length) / samples.length
    return { label, members, quota: Math.floor(exact), rest: exact - Math.floor(exact) }
  })
  const left = count - quotas.reduce((sum, { quota }) => sum + quota, 0)
  quotas.sort((a, b) => b.rest - a.rest || (a.label < b.label ? -1 : 1))
  return quotas.flatMap(({ members, quota }, i) =>
    random.shuffled(members).slice(0, quota + (i < left ? 1 : 0)),
  )
}

function inOrderOf(all: readonly ProbeSample[], chosen: readonly ProbeSample[]): ProbeSample[] {
  const paths = new Set(chosen.map(({ path }) => path))
  return all.filter(({ path }) => paths.has(path))
}
