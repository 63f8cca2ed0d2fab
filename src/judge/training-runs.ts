import type { Dataset } from '../model/dataset.ts'
import type { ModelFacts } from '../model/network.ts'
import type { Pipeline, Step } from '../model/pipeline.ts'
import type { TrainingSetup } from '../model/setup.ts'
import type { Read } from '../model/span.ts'
import type { Run } from '../model/training.ts'

/** One run with the model that it trains and the images that it trains on. */
export interface TrainingRun {
  setup: TrainingSetup
  run: Run
  /** Null where it could not be followed. */
  model: ModelFacts | null
  train: Pipeline | null
  validation: Pipeline | null
}

/** Every run of every setup, in program order. */
export function* runsOf(setups: readonly TrainingSetup[]): Iterable<TrainingRun> {
  for (const setup of setups) {
    const models = byId(setup.models)
    const pipelines = byId(setup.pipelines)
    for (const run of setup.runs) {
      yield {
        setup,
        run,
        model: models.get(run.model) ?? null,
        train: pipelines.get(run.fit.train) ?? null,
        validation: pipelines.get(run.fit.validation) ?? null,
      }
    }
  }
}

const byId = <T extends { id: string }>(parts: readonly T[]): ReadonlyMap<string | null, T> =>
  new Map(parts.map((part) => [part.id, part]))

/** The first run of each model, for what is decided before anything is trained. */
export function* firstRunsOf(
  setups: readonly TrainingSetup[],
): Iterable<TrainingRun & { model: ModelFacts }> {
  const seen = new Set<ModelFacts>()
  for (const one of runsOf(setups)) {
    if (one.model === null || seen.has(one.model)) continue
    seen.add(one.model)
    yield { ...one, model: one.model }
  }
}

/** All that happens to the training images, in the pipeline and then inside the model. */
export const trainingSteps = ({ train, model }: Pick<TrainingRun, 'train' | 'model'>): Step[] => [
  ...(train?.steps ?? []),
  ...(model?.inputSteps ?? []),
]

/** Images that are there to train on: those of the training side, and all that no split is known of. */
export const trainingImages = (dataset: Dataset): Dataset['samples'] =>
  dataset.samples.filter(({ split }) => split === 'train' || split === 'all')

/** `32 images`, `1 image`. */
export const images = (count: number): string => `${count} ${count === 1 ? 'image' : 'images'}`

/** Images per step: that of the last `batch` of the dataset, else what `fit` is given for arrays. */
export function batchSizeOf({ train, run }: Pick<TrainingRun, 'train' | 'run'>): Read<number> {
  const unknown: Read<number> = { from: 'unknown', value: null }
  const batches = train?.steps.filter((step) => step.kind === 'batch') ?? []
  if (batches.length > 0) return batches.length === 1 ? (batches[0]?.size ?? unknown) : unknown
  return train?.origin.kind === 'arrays' ? run.fit.batchSize : unknown
}

/** Steps of the optimizer in all epochs of a run over so many images; null where it cannot be told. */
export function stepsOf(one: Pick<TrainingRun, 'train' | 'run'>, images: number): number | null {
  const { epochs, stepsPerEpoch } = one.run.fit
  const size = batchSizeOf(one).value
  const repeated = one.train?.steps.some(({ kind }) => kind === 'repeat' || kind === 'oversample') ?? true
  const given = stepsPerEpoch?.value ?? null
  if (epochs.value === null || (given === null && (size === null || size < 1 || repeated || images === 0)))
    return null
  if (stepsPerEpoch !== undefined && given === null) return null
  return epochs.value * (given ?? Math.ceil(images / (size ?? 1)))
}
