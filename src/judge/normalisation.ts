import type { Edit } from '../model/fix.ts'
import type { Pipeline, Step, ValueRange } from '../model/pipeline.ts'

type Normalise = Extract<Step, { kind: 'normalize' }>

/** Mean and standard deviation of ImageNet's channels in 0..1, as torchvision's and most of timm's weights want. */
const imagenet = { mean: '[0.485, 0.456, 0.406]', std: '[0.229, 0.224, 0.225]' }
const half = { mean: '[0.5, 0.5, 0.5]', std: '[0.5, 0.5, 0.5]' }

/** What brings 0..1 into a range, as arguments of `Normalize`: -1..1 by 0.5, any other by ImageNet's statistics. */
export const statisticsFor = ([low, high]: ValueRange) => (low === -1 && high === 1 ? half : imagenet)

/**
 * Normalised with statistics of the person's own data: photos have deviations of about 0.15 to 0.35 per channel, and
 * what comes out is standardised as ImageNet's is. People do so on purpose, and little is lost by it.
 */
export function isStandardised(steps: readonly Step[]): boolean {
  const last = steps.findLast(({ kind }) => kind === 'normalize' || kind === 'rescale' || kind === 'opaque')
  if (last?.kind !== 'normalize') return false
  const deviations = last.std.value ?? []
  return deviations.length > 0 && deviations.every((deviation) => deviation >= 0.1 && deviation <= 0.4)
}

/**
 * Edits that normalise the images of all these pipelines as wanted: other statistics for a `Normalize` that is there,
 * or one behind `ToTensor()`. Null where one of them is written otherwise.
 */
export function normaliseEdits(pipelines: readonly Pipeline[], range: ValueRange): Edit[] | null {
  const edits = pipelines.map(({ steps }) => editsOf(steps, range))
  if (edits.some((own) => own === null)) return null
  const all = new Map(edits.flatMap((own) => own ?? []).map((edit) => [JSON.stringify(edit), edit]))
  return [...all.values()]
}

function editsOf(steps: readonly Step[], range: ValueRange): Edit[] | null {
  const { mean, std } = statisticsFor(range)
  const last = steps.findLast(({ kind }) => kind === 'normalize' || kind === 'rescale')
  if (last?.kind === 'normalize') return replaced(last, mean, std)
  if (last?.kind !== 'rescale') return null
  const { span } = last
  const text = span.snippet.slice(span.column - 1, span.endColumn - 1)
  const prefix = /^((?:\w+\.)*)ToTensor\(\)$/.exec(text)?.[1]
  if (prefix === undefined || prefix === '') return null
  const end = { ...span, line: span.endLine, column: span.endColumn }
  return [{ op: 'edit', span: end, text: `, ${prefix}Normalize(${mean}, ${std})` }]
}

function replaced(step: Normalise, mean: string, std: string): Edit[] | null {
  if (step.mean.from !== 'code' || step.std.from !== 'code') return null
  return [
    { op: 'edit', span: step.mean.span, text: mean },
    { op: 'edit', span: step.std.span, text: std },
  ]
}
