import type { Step } from '../../../src/model/pipeline.ts'
import type { TrainingSetup } from '../../../src/model/setup.ts'
import { setupsOf } from '../../../src/setup/gather.ts'

/** The one setup of a program of one or several files. */
export async function setupOf(files: Record<string, string>): Promise<TrainingSetup> {
  const setups = await setupsOf(
    Object.entries(files).map(([path, text]) => ({ path, kind: 'typescript', text })),
  )
  const [setup] = setups
  if (setup === undefined || setups.length > 1) throw new Error(`${setups.length} setups instead of one`)
  return setup
}

/** `train: resize 299x299@12, rescale 0.5-1@13, random-transform tf.reverse@15, batch 32@20`. */
export const pipelineLines = (setup: TrainingSetup): string[] =>
  setup.pipelines.map((pipeline) => `${pipeline.role}: ${pipeline.steps.map(stepWord).join(', ')}`)

function stepWord(step: Step): string {
  const place = `@${step.span.line}`
  switch (step.kind) {
    case 'resize':
      return `resize ${step.height.value}x${step.width.value}${place}`
    case 'rescale':
      return `rescale ${round(step.scale.value)}x+${round(step.offset.value)}${place}`
    case 'random-transform':
      return `random ${step.name}${place}`
    case 'batch':
      return `batch ${step.size.value}${place}`
    case 'preprocess':
      return `preprocess ${step.of}${place}`
    default:
      return `${step.kind}${place}`
  }
}

const round = (value: number | null): string => (value === null ? '?' : String(Number(value.toPrecision(4))))
