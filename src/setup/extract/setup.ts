import type { ModelFacts } from '../../model/network.ts'
import type { Comparison, TrainingSetup } from '../../model/setup.ts'
import { isDataset } from '../interpret/effects/torch/datasets.ts'
import type { FitRecord, Recorder } from '../interpret/recorder.ts'
import type { StreamValue } from '../interpret/values/data.ts'
import type { ModelValue } from '../interpret/values/networks.ts'
import type { DatasetValue, LoaderValue } from '../interpret/values/torch.ts'
import type { Value } from '../interpret/values/value.ts'
import type { Program } from '../program.ts'
import { describeLoop } from './loops.ts'
import { describeModel } from './models.ts'
import { type Pipelines, pipelinesOf } from './pipelines.ts'
import { describeRun } from './runs.ts'
import { tapeFits } from './tape-fits.ts'
import { type TorchFits, torchFits } from './torch-fits.ts'

/**
 * The language-neutral description of what a program trains; null when it was understood and trains nothing. What
 * could not be understood is kept with its gaps, so that it is told.
 */
export function describeSetup(
  entry: Program,
  record: Recorder,
  others: readonly Program[],
): TrainingSetup | null {
  const torch = torchFits(record)
  const taped = tapeFits(record)
  const fits = [...record.fits, ...torch.fits, ...taped.fits].sort((a, b) => a.order - b.order)
  const isTorch = record.fits.length === 0 && (torch.loops.length > 0 || record.trace.loaders.size > 0)
  const keras = entry.language === 'python' ? 'keras' : 'tfjs'
  const pipelines = pipelinesOf(record, fits, [...record.uses, ...torch.uses, ...taped.uses])
  const loops = loopsOf(torch, pipelines, record)
  const used = usedModels(fits, torch, record)
  const models: ModelFacts[] = used.map((model) => describeModel(model, fits, record))
  const runs = fits.map((fit) => describeRun(fit, pipelines, keras, record))
  const gaps = [...[entry, ...others].flatMap((program) => program.gaps), ...record.gaps]
  const trains =
    pipelines.pipelines.length > 0 || runs.length > 0 || models.some((model) => model.backbone !== null)
  if (!trains && gaps.length === 0) return null
  return {
    file: entry.path,
    language: entry.language,
    framework: isTorch || record.trace.trained.length > 0 ? 'pytorch' : keras,
    backbone: models.find((model) => model.backbone !== null)?.backbone?.name ?? null,
    pipelines: pipelines.pipelines,
    models,
    runs,
    ...(loops.length === 0 ? {} : { loops }),
    ...transformChanges(record, pipelines),
    comparisons: comparisonsOf(record, pipelines),
    gaps,
    suppressions: [entry, ...others].flatMap((program) => program.suppressions),
  }
}

/** Predictions against labels of the pipelines that we know. */
const comparisonsOf = ({ comparisons }: Recorder, { idOfKey }: Pipelines): Comparison[] =>
  comparisons.flatMap(({ predictions, labels, span }) => {
    const pipeline = idOfKey(predictions.of)
    if (pipeline === null) return []
    const order = labels.iterated ? 'second-pass' : 'files'
    return [{ pipeline, predictions: predictions.span, labels: labels.span, order, span }]
  })

function loopsOf(torch: TorchFits, { idOf }: Pipelines, record: Recorder) {
  const pipelineOf = (stream: StreamValue) =>
    idOf(stream, 'train') ?? idOf(stream, 'validation') ?? idOf(stream, 'test')
  const modelOf = (module: Value) => torch.modelOf(module)?.id ?? null
  return torch.loops.map((loop) => describeLoop(loop, { pipelineOf, modelOf }, record))
}

function transformChanges({ trace }: Recorder, { idOf }: Pipelines): Pick<TrainingSetup, 'transformChanges'> {
  if (trace.transforms.length === 0) return {}
  const roles = ['train', 'validation', 'test', 'unknown'] as const
  const readers = (dataset: Value) =>
    [...trace.streams].filter(([loader]) => reads(loader.dataset, dataset)).flatMap(([, streams]) => streams)
  return {
    transformChanges: trace.transforms
      .filter(({ dataset }) => isDataset(dataset))
      .map(({ dataset, random, order, span }) => ({
        random,
        seenBy: readers(dataset).flatMap(({ stream }) =>
          roles.map((role) => idOf(stream, role)).filter((id) => id !== null),
        ),
        order,
        span,
      })),
  }
}

/** Whether what a loader reads is a dataset, or a part of it. */
function reads(read: LoaderValue['dataset'], dataset: Value): boolean {
  if (read === dataset) return true
  if (read.kind === 'dataset') return read.base !== null && reads(read.base, dataset)
  return (
    read.kind === 'instance' &&
    [...read.fields.values()].some((field) => isPart(field) && reads(field, dataset))
  )
}

const isPart = (value: Value): value is DatasetValue => value.kind === 'dataset'

/** Models that are trained or called in a loop; where none is, the ones that hold a backbone. */
function usedModels(fits: readonly FitRecord[], torch: TorchFits, record: Recorder): ModelValue[] {
  const called = torch.loops.flatMap(({ events }) =>
    events.flatMap((event) => (event.kind === 'forward' ? [torch.modelOf(event.module)] : [])),
  )
  const trained = new Set([...fits.map((fit) => fit.model), ...called])
  const held = new Set([...trained].map((model) => model?.tensor.backbone?.value))
  return record.models.filter((model) => {
    if (trained.has(model)) return true
    const backbone = model.tensor.backbone?.value
    return backbone !== undefined && !(model.torch !== undefined && held.has(backbone))
  })
}
