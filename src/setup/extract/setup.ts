import type { ModelFacts, TrainingSetup } from '../../model/setup.ts'
import type { Recorder } from '../interpret/recorder.ts'
import type { ModelValue } from '../interpret/values.ts'
import type { Program } from '../program.ts'
import { describeModel } from './models.ts'
import { pipelinesOf } from './pipelines.ts'
import { describeRun } from './runs.ts'

/**
 * The language-neutral description of what a program trains; null when it was understood and trains nothing. What
 * could not be understood is kept with its gaps, so that it is told.
 */
export function describeSetup(
  entry: Program,
  record: Recorder,
  others: readonly Program[],
): TrainingSetup | null {
  const framework = entry.language === 'python' ? 'keras' : 'tfjs'
  const { pipelines, idOf } = pipelinesOf(record)
  const used = usedModels(record)
  const models: ModelFacts[] = used.map((model) => describeModel(model, record))
  const runs = record.fits.map((fit) => describeRun(fit, idOf, framework))
  const gaps = [...[entry, ...others].flatMap((program) => program.gaps), ...record.gaps]
  const trains = pipelines.length > 0 || runs.length > 0 || models.some((model) => model.backbone !== null)
  if (!trains && gaps.length === 0) return null
  return {
    file: entry.path,
    language: entry.language,
    framework,
    backbone: models.find((model) => model.backbone !== null)?.backbone?.name ?? null,
    pipelines,
    models,
    runs,
    gaps,
    suppressions: [entry, ...others].flatMap((program) => program.suppressions),
  }
}

/** Models that are trained; where none is, the ones that hold a backbone. */
function usedModels(record: Recorder): ModelValue[] {
  const trained = new Set(record.fits.flatMap((fit) => (fit.model === null ? [] : [fit.model])))
  return record.models.filter((model) => trained.has(model) || model.tensor.backbone !== null)
}
