import { z } from 'zod'
import { trunkStateAt } from '../judge/trunk-state.ts'
import { type Finding, isSpan } from '../model/finding.ts'
import type { TrainingSetup } from '../model/setup.ts'
import type { Span } from '../model/span.ts'
import type { Run } from '../model/training.ts'
import type { PlateauRecipe } from '../train/head/plateau.ts'
import { type Recipe, recipeOfRun } from '../train/recipe.ts'
import { patienceFrom } from '../train/schedule.ts'
import { type Program, withDecay } from './hidden/weight-decay.ts'
import { NotRun } from './session.ts'

/** The person's recipe of one run, and the same with the fix of a finding. */
export interface Overlay {
  given: Recipe
  fixed: Recipe
  /** What the fix does, for the sentence: `a learning rate of 0.001 instead of 0.1`. */
  change: string
}

type Change = Pick<Overlay, 'fixed' | 'change'> & Partial<Pick<Overlay, 'given'>>

/** What each rule's finding asks of the recipe; evidence and fixes are the rule's own, so they are parsed here. */
const changes: Readonly<Record<string, (given: Recipe, finding: Finding, of: Program) => Change>> = {
  'training/learning-rate': (given, { evidence }) => withRate(given, wantedNumber.parse(evidence).wanted),
  'training/optimizer': otherOptimizer,
  'training/batch-size': otherBatch,
  'training/no-regularisation': withDecay,
  'training/plateau-schedule': otherSchedule,
}

/** Rules whose fixes are changes of the recipe of a head. */
export const recipeRules = Object.keys(changes)

/**
 * The recipes with and without the fix of a finding about how a head is trained. Epochs beyond `epochCap` are left
 * out, and the patience of a schedule is shortened in the same proportion.
 * @throws NotRun where the run is not known, or trains more than a head on a frozen trunk
 */
export function overlayOf(finding: Finding, setups: readonly TrainingSetup[], epochCap: number): Overlay {
  const { setup, run } = runOf(finding, setups)
  const model = setup.models.find(({ id }) => id === run.model)
  if (model?.backbone == null || trunkStateAt(model, run.fit.order) !== 'frozen')
    throw new NotRun('only heads on a frozen pretrained trunk are tried, and this run trains more than that')
  const scale = Math.min(1, epochCap / Math.max(run.fit.epochs.value ?? epochCap, 1))
  const recipe = withPatience(recipeOfRun(setup, run, epochCap), scale)
  const change = changes[finding.rule]?.(recipe, finding, { setup, model })
  if (change === undefined) throw new NotRun('fixes of this kind are not tried by training')
  const { given = recipe } = change
  return {
    given,
    fixed: withPatience(change.fixed, change.fixed.plateau === given.plateau ? 1 : scale),
    change: change.change,
  }
}

/** The run at the finding's place in the code; the program's only run where the place is another statement. */
function runOf(finding: Finding, setups: readonly TrainingSetup[]): { setup: TrainingSetup; run: Run } {
  const places = finding.locations.filter(isSpan)
  const own = setups.filter(({ file, runs }) =>
    places.some(({ path }) => path === file || runs.some(({ fit }) => fit.span.path === path)),
  )
  const runs = own.flatMap((setup) => setup.runs.map((run) => ({ setup, run })))
  const named = runs.find(({ run }) => spansOf(run).some((span) => places.some((place) => isAt(place, span))))
  const found = named ?? (runs.length === 1 ? runs[0] : undefined)
  if (found === undefined) throw new NotRun('it is not clear which run of the program the finding is about')
  return found
}

/** Where a run is written: `fit`, `compile`, optimizer, its rate, callbacks. */
export function spansOf({ compile, fit }: Run): Span[] {
  const optimizer = compile?.optimizer
  const rate = optimizer?.learningRate.from === 'code' ? [optimizer.learningRate.span] : []
  const callbacks = fit.callbacks.map(({ span }) => span)
  return [
    fit.span,
    ...(compile ? [compile.span] : []),
    ...(optimizer ? [optimizer.span] : []),
    ...rate,
    ...callbacks,
  ]
}

/** Whether a place begins within a span. */
export const isAt = (place: Span, span: Span) =>
  place.path === span.path &&
  place.cell === span.cell &&
  place.line >= span.line &&
  place.line <= span.endLine

const wantedNumber = z.object({ wanted: z.number().positive() })

function withRate(given: Recipe, wanted: number): Change {
  const { optimizer } = given
  return {
    fixed: { ...given, optimizer: { ...optimizer, learningRate: wanted } },
    change: `a learning rate of ${wanted} instead of ${optimizer.learningRate}`,
  }
}

const OptimizerEvidence = z.object({ optimizer: z.string(), wanted: z.number().positive() })

/** Plain SGD gets momentum, an optimizer of another scale the rate that it is made for. */
function otherOptimizer(given: Recipe, { evidence }: Finding): Change {
  const { optimizer, wanted } = OptimizerEvidence.parse(evidence)
  if (optimizer !== 'sgd') return withRate(given, wanted)
  return {
    fixed: { ...given, optimizer: { ...given.optimizer, momentum: wanted } },
    change: `SGD with a momentum of ${wanted}`,
  }
}

const BatchEvidence = z.object({ wanted: z.int().positive(), batchNorm: z.string().optional() })

function otherBatch(given: Recipe, { evidence }: Finding): Change {
  const { wanted, batchNorm } = BatchEvidence.parse(evidence)
  if (batchNorm !== undefined)
    throw new NotRun('batch normalisation that learns is not part of the head that is tried')
  return {
    fixed: { ...given, batchSize: wanted },
    change: `batches of ${wanted} instead of ${given.batchSize}`,
  }
}

const Fields = z.object({
  patience: z.coerce.number().optional(),
  factor: z.coerce.number().optional(),
  min_lr: z.coerce.number().optional(),
  mode: z.string().optional(),
  monitor: z.string().optional(),
})

/** The arguments that the fix writes or sets; a schedule that is missing is the advised one. */
function otherSchedule(given: Recipe, finding: Finding, { setup }: Program): Change {
  const missing = given.plateau === null
  const base: PlateauRecipe = given.plateau ?? advised
  const { patience, factor, min_lr, mode, monitor } = Fields.parse(argumentsOf(finding))
  const watched = monitors.find((name) => name === monitor?.replace(/acc$/, 'accuracy'))
  const plateau: PlateauRecipe = {
    ...base,
    ...(patience === undefined ? {} : { patience: patienceFrom(patience, setup) }),
    ...(factor === undefined ? {} : { factor }),
    ...(min_lr === undefined ? {} : { minLearningRate: min_lr }),
    ...(mode === 'min' || mode === 'max' ? { mode } : {}),
    ...(watched === undefined ? {} : { monitor: watched, mode: watched.endsWith('loss') ? 'min' : 'max' }),
  }
  return {
    fixed: { ...given, plateau },
    change: missing ? 'a schedule that lowers the rate on a plateau' : 'the schedule set right',
  }
}

const monitors = ['loss', 'accuracy', 'val_loss', 'val_accuracy'] as const

/** ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3, min_lr=1e-6), as the rule advises. */
const advised: PlateauRecipe = {
  monitor: 'val_loss',
  mode: 'min',
  factor: 0.2,
  patience: 3,
  minDelta: 1e-4,
  cooldown: 0,
  minLearningRate: 1e-6,
}

/** Python's text of each argument that the fix edits (the finding names them in the order of the edits) or sets. */
function argumentsOf({ fix, evidence }: Finding): Record<string, unknown> {
  const names = z.object({ arguments: z.array(z.string()) }).safeParse(evidence).data?.arguments ?? []
  const operations = fix?.operations ?? []
  return Object.fromEntries(
    names.map((name, index) => {
      const operation = operations[index]
      const text =
        operation?.op === 'edit' ? operation.text : operation?.op === 'set' ? operation.value : undefined
      return [name, typeof text === 'string' ? text.replaceAll(/['"]/g, '') : (text ?? undefined)]
    }),
  )
}

function withPatience(recipe: Recipe, scale: number): Recipe {
  const { plateau } = recipe
  if (plateau === null || scale === 1) return recipe
  return { ...recipe, plateau: { ...plateau, patience: Math.max(1, Math.round(plateau.patience * scale)) } }
}
