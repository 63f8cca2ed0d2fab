import { z } from 'zod'
import { type Boundary, boundaries } from '../../embed/boundary.ts'
import { trainedLayers } from '../../judge/trained-layers.ts'
import { runsOf, type TrainingRun } from '../../judge/training-runs.ts'
import { layersOf } from '../../judge/trunk-layers.ts'
import { changesBetween, trunkStateIn } from '../../judge/trunk-state.ts'
import { type Finding, isSpan } from '../../model/finding.ts'
import type { ModelFacts } from '../../model/network.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import type { Run } from '../../model/training.ts'
import { isAt, spansOf } from '../overlay.ts'
import { NotRun } from '../session.ts'

/** A training run in which the trunk learns. */
export interface Phase {
  setup: TrainingSetup
  model: ModelFacts
  run: Run
  /** The last run before it in which only the head learned. */
  headRun: Run | null
}

type Known = TrainingRun & { model: ModelFacts }

/**
 * The run that a finding about fine-tuning is about: at its places, the first place first, at the line of the `fit`, or
 * the first of the model that its evidence names. Throws {@link NotRun} where that is not clear.
 */
export function phaseOf(finding: Finding, setups: readonly TrainingSetup[]): Phase {
  const places = finding.locations.filter(isSpan)
  const paths = new Set(places.map(({ path }) => path))
  const all = [...runsOf(setups)].filter((one): one is Known => one.model !== null)
  const own = all.filter(({ setup, run }) => paths.has(setup.file) || paths.has(run.fit.span.path))
  const { fitLine, model } = Evidence.parse(finding.evidence)
  const found =
    places
      .map((place) => own.find(({ run }) => spansOf(run).some((span) => isAt(place, span))))
      .find(Boolean) ??
    own.find(({ run }) => fitLine !== undefined && run.fit.span.line === fitLine) ??
    own.find((one) => model !== undefined && one.model.id === model)
  if (found === undefined) throw new NotRun('it is not clear which run of the program the finding is about')
  const before = own.filter(
    (one) => one.model === found.model && one.run.fit.order < found.run.fit.order && isFrozen(one),
  )
  return { setup: found.setup, model: found.model, run: found.run, headRun: before.at(-1)?.run ?? null }
}

const Evidence = z.object({ fitLine: z.number().optional(), model: z.string().optional() })

const isFrozen = ({ model, run }: Known) => trunkStateIn(model, run) === 'frozen'

/**
 * Index of a block's last layer in `InceptionV3(include_top=False).layers`, counted with Keras 3.6. The layers from
 * 249 on are what Keras' own example fine-tunes: https://keras.io/api/applications/#finetune-inceptionv3-on-a-new-set-of-classes
 */
export const lastLayers: Readonly<Record<Boundary, number>> = { mixed7: 228, mixed8: 248, mixed9: 279 }

/**
 * The block behind which the person's run trains all layers, or the nearest one before what it trains; null where it
 * trains earlier layers as well, another trunk, or where the code leaves it open.
 */
export function boundaryOf({ model, run }: Pick<Phase, 'model' | 'run'>): Boundary | null {
  const count = layersOf('InceptionV3')
  if (model.backbone?.name !== 'InceptionV3' || count === null) return null
  const first = trainedLayers(changesBetween(model, -1, run.fit.order), count)?.indexOf(true) ?? -1
  return boundaries.findLast((boundary) => lastLayers[boundary] < first) ?? null
}
