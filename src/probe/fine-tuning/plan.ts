import type { Boundary } from '../../embed/boundary.ts'
import { Random } from '../../model/random.ts'
import type { Ground } from '../../train/ground.ts'
import { stratified } from '../../train/sampling.ts'
import { NotRun, type Session } from '../session.ts'
import { boundaryOf, type Phase } from './phase.ts'

/** What a trial of fine-tuning trains, and how long. */
export interface TopPlan {
  boundary: Boundary
  /** Side of the input in pixels. */
  size: number
  ground: Ground
  seeds: readonly number[]
  /** Of every arm. */
  epochs: number
}

interface Limits {
  train: number
  evaluation: number
  seeds: number
  /** Training images that an arm sees, with repetition. */
  seen: number
  /** What this takes on two cores, from the processor time of a step in bench/README.md. */
  seconds: number
}

const limits: Record<'quick' | 'full', Limits> = {
  quick: { train: 160, evaluation: 240, seeds: 3, seen: 320, seconds: 40 },
  full: { train: 360, evaluation: 400, seeds: 5, seen: 1080, seconds: 450 },
}

/** The maps of the last blocks are 3x3 at this size and 8x8 at 299, where training them takes 7 times as long. */
const LARGEST_SIZE = 150

/** What of a session is planned with. */
type Known = Pick<Session, 'budget' | 'size' | 'ground' | 'seeds'> & {
  request: Pick<Session['request'], 'mode'>
  work: Pick<Session['work'], 'seed'>
}

/**
 * `quick` trains the last block, `full` what the person's run trains, from mixed7 on at most. Throws {@link NotRun}
 * where the probe's time is too short for it.
 */
export function planOf(session: Known, phase: Pick<Phase, 'model' | 'run'>): TopPlan {
  const { request, budget, size, ground, seeds, work } = session
  const { mode } = request
  const { seen, ...most } = limits[mode]
  if (budget.seconds < most.seconds) {
    const asked = `fine-tuning is tried for about ${most.seconds} s, longer than the probe's time (${budget.seconds} s, probe.budgetSeconds)`
    throw new NotRun(asked)
  }
  const side = (name: 'train' | 'evaluation') =>
    stratified(ground[name], most[name], new Random(work.seed, `${name} of fine-tuning`))
  const sampled = { ...ground, train: side('train'), evaluation: side('evaluation') }
  return {
    boundary: mode === 'quick' ? 'mixed9' : (boundaryOf(phase) ?? 'mixed7'),
    size: Math.min(size, LARGEST_SIZE),
    ground: sampled,
    seeds: seeds.slice(0, most.seeds),
    epochs: Math.max(2, Math.round(seen / sampled.train.length)),
  }
}

/** What is trained behind a boundary, in words. */
export const blocks: Record<Boundary, string> = {
  mixed7: 'mixed8 to mixed10',
  mixed8: 'mixed9 and mixed10',
  mixed9: 'mixed10',
}

/** Which part of the trunk the trial trains, and that the person's run trains another. */
export function partOf({ boundary }: Pick<TopPlan, 'boundary'>, phase: Pick<Phase, 'model' | 'run'>): string {
  const own = boundaryOf(phase)
  if (own === boundary) return `on ${blocks[boundary]} of the trunk`
  const name = phase.model.backbone?.name ?? 'InceptionV3'
  if (name !== 'InceptionV3') return `on ${blocks[boundary]} of InceptionV3 (the project trains ${name})`
  return `on ${blocks[boundary]} of the trunk (the project trains ${own === null ? 'another part' : blocks[own]})`
}
