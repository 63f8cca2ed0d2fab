import type { Pipeline, Step } from '../model/pipeline.ts'

/**
 * In words why two datasets that were taken from one stream by `take` and `skip` share samples, or null where they
 * need not: `take` on one side belongs to `skip` on the other.
 */
export function sharedStream(train: Pipeline, validation: Pipeline): string | null {
  if (train.parent === null || train.parent !== validation.parent) return null
  const cuts = [train, validation].map(({ split }) => split)
  if (cuts.some((split) => split !== null && split.kind !== 'take-skip')) return null
  if ([train, validation].some(({ steps }) => steps.some(({ kind }) => kind === 'opaque'))) return null
  const [ours, theirs] = [partsOf(train), partsOf(validation)]
  if (ours === null || theirs === null) return null
  let shared = 0
  while (shared < ours.length && place(ours[shared]) === place(theirs[shared])) shared += 1
  const [mine, others] = [ours.slice(shared).map(wordOf), theirs.slice(shared).map(wordOf)]
  if (mine.length === 0 && others.length === 0) return null
  if (mine.length === 0) return 'validation is taken from the dataset that training reads whole'
  if (others.length === 0) return 'training is taken from the dataset that validation reads whole'
  return mine[0] === others[0] && mine.length === 1 && others.length === 1
    ? `both ${mine[0]} from the same end of one dataset`
    : null
}

/** The calls of `take` and `skip`; null when it was cut in another way. */
function partsOf({ steps }: Pipeline): Step[] | null {
  const parts = steps.filter(({ kind }) => kind === 'partition')
  return parts.every((step) => /(^|\.)(take|skip)$/.test(step.name)) ? parts : null
}

const wordOf = (step: Step) => step.name.slice(step.name.lastIndexOf('.') + 1)

const place = (step: Step | undefined) => JSON.stringify(step?.span)
