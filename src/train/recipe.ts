import type { ModelFacts } from '../model/network.ts'
import type { TrainingSetup } from '../model/setup.ts'
import type { Read } from '../model/span.ts'
import type { Run } from '../model/training.ts'
import type { HiddenLayer } from './head/hidden.ts'
import type { OptimizerRecipe } from './head/optimizer.ts'
import type { Penalty } from './head/penalty.ts'
import type { PlateauRecipe } from './head/plateau.ts'
import { known, positive } from './known.ts'
import { plateauOf } from './schedule.ts'

/** How every arm of a trial is trained; the penalty is of the classifier's kernel. */
export interface Recipe extends Penalty {
  optimizer: OptimizerRecipe
  batchSize: number
  /** Layers before the classifier, which are left out but where a trial is about them: they take ten times as long. */
  hidden: readonly HiddenLayer[]
  /** Share of the classifier's inputs left out, 0..1. */
  dropout: number
  /** The person's, but no more than the probe's cap. */
  epochs: number
  plateau: PlateauRecipe | null
  /** Side of the input in pixels. */
  inputSize: number
  /** What it was read from, or that it is the default. For people. */
  origin: string
}

/** Transfer learning on a frozen InceptionV3 as commonly taught: what an unknown value becomes. */
const usual: Omit<Recipe, 'epochs' | 'origin'> = {
  optimizer: { name: 'adam', learningRate: 1e-3, momentum: 0, weightDecay: 0 },
  batchSize: 32,
  hidden: [],
  dropout: 0.5,
  l1: 0,
  l2: 0,
  plateau: {
    monitor: 'val_loss',
    mode: 'min',
    factor: 0.1,
    patience: 3,
    minDelta: 1e-4,
    cooldown: 0,
    minLearningRate: 1e-6,
  },
  inputSize: 299,
}

/** The recipe of the {@link firstRun}. Values that are not known statically become the usual ones. */
export function recipeOf(setups: readonly TrainingSetup[], epochCap: number): Recipe {
  const first = firstRun(setups)
  if (first === null) return { ...usual, epochs: epochCap, origin: 'the usual recipe' }
  return recipeOfRun(first.setup, first.run, epochCap)
}

/**
 * The person's first training run (the one that trains the new head; later runs fine-tune), in the setup that uses
 * InceptionV3 if there is one.
 */
export function firstRun(setups: readonly TrainingSetup[]): { setup: TrainingSetup; run: Run } | null {
  const trained = setups.filter(({ runs }) => runs.length > 0)
  const setup = trained.find(({ backbone }) => backbone === 'InceptionV3') ?? trained[0]
  const run = setup?.runs.toSorted((a, b) => a.fit.order - b.fit.order)[0]
  return setup === undefined || run === undefined ? null : { setup, run }
}

/** The recipe of one training run of a setup, with the usual values where they are not known statically. */
export function recipeOfRun(setup: TrainingSetup, run: Run, epochCap: number): Recipe {
  const model = setup.models.find(({ id }) => id === run.model) ?? setup.models[0]
  return {
    optimizer: optimizerOf(run, setup),
    // A dataset that batches decides; `fit` batches arrays alone.
    batchSize: batchOf(setup, run) ?? positive(run.fit.batchSize) ?? usual.batchSize,
    hidden: [],
    ...headOf(model),
    epochs: Math.min(positive(run.fit.epochs) ?? epochCap, epochCap),
    plateau: run.fit.callbacksKnown ? plateauOf(run.fit.callbacks, setup) : usual.plateau,
    inputSize: inputSizeOf(setup, run, model) ?? usual.inputSize,
    origin: hasHidden(model) ? `${setup.file} without its hidden layers` : setup.file,
  }
}

/** AdamW decays without being told to: https://keras.io/api/optimizers/adamw/, torch.optim.AdamW. */
const ownDecay = { keras: 0.004, pytorch: 0.01 } as const

function optimizerOf({ compile }: Run, { framework }: Pick<TrainingSetup, 'framework'>): OptimizerRecipe {
  const found = compile?.optimizer
  if (!found) return usual.optimizer
  const names = ['adam', 'adamw', 'sgd', 'rmsprop', 'adagrad', 'adadelta'] as const
  const name = names.find((known) => known === found.name) ?? 'adam'
  const inPyTorch = framework === 'pytorch'
  const usualDecay = name === 'adamw' ? ownDecay[inPyTorch ? 'pytorch' : 'keras'] : 0
  return {
    name,
    learningRate: positive(found.learningRate) ?? (name === 'sgd' ? 1e-2 : 1e-3),
    momentum: known(found.momentum) ?? 0,
    weightDecay: known(found.weightDecay) ?? usualDecay,
    ...(inPyTorch && name !== 'adamw' ? { coupled: true } : {}),
  }
}

/** Dropout and penalty of the classifier. A model that could not be followed has the usual ones. */
function headOf(model: ModelFacts | undefined): Pick<Recipe, 'dropout' | 'l1' | 'l2'> {
  const { dropout, l1, l2 } = usual
  if (!model?.complete || model.head.length === 0) return { dropout, l1, l2 }
  const dropouts = model.head.filter(({ kind }) => kind === 'dropout')
  const last = model.head.findLast(({ kind }) => kind === 'dense')
  const rate = dropouts.length === 0 ? 0 : (known(dropouts.at(-1)?.rate) ?? usual.dropout)
  return { dropout: Math.min(Math.max(rate, 0), 0.95), l1: factor(last?.l1), l2: factor(last?.l2) }
}

/** Of a penalty; 0 where it is not known. */
const factor = (value: Read<number> | undefined) => Math.max(known(value) ?? 0, 0)

/** Whether a model is known to have dense layers before its last. */
const hasHidden = (model: ModelFacts | undefined): boolean =>
  (model?.head.filter(({ kind }) => kind === 'dense').length ?? 0) > 1

/** The batch size of the pipeline that is trained on. */
function batchOf({ pipelines }: TrainingSetup, { fit }: Run): number | null {
  const steps = pipelines.find(({ id }) => id === fit.train)?.steps ?? []
  for (const step of steps) if (step.kind === 'batch') return positive(step.size)
  return null
}

function inputSizeOf(
  { pipelines }: TrainingSetup,
  { fit }: Run,
  model: ModelFacts | undefined,
): number | null {
  const shape = known(model?.backbone?.inputShape)?.[0]
  if (typeof shape === 'number') return shape
  const steps = pipelines.find(({ id }) => id === fit.train)?.steps ?? []
  for (const step of steps) if (step.kind === 'resize') return positive(step.height)
  return null
}
