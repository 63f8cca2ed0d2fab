import { nothingFound } from './dataset/nothing.ts'
import { classNames } from './judge/class-names.ts'
import { agreement, FEWEST_LABELS } from './judge/doubtful-labels.ts'
import type { Dataset } from './model/dataset.ts'
import type { Fact, FactName, Facts } from './model/facts.ts'
import type { TrainingHistory } from './model/history.ts'
import type { Predictions } from './model/predictions.ts'
import type { WorkContext } from './model/progress.ts'
import type { Project } from './model/project.ts'
import type { Rule } from './model/rule.ts'
import type { TrainingSetup } from './model/setup.ts'
import { describeFault, ProjectError } from './project/problem.ts'
import { gatherSetups } from './setup/gather.ts'
import type { PredictRequest } from './train/predict.ts'

/** What may be trained to learn about the data: `none` computes no features at all. */
export interface ProbeChoice {
  probe: 'none' | 'quick' | 'full'
  /** A back-end by name; else the first that answers. */
  backend?: string
}

/** Heads that agree with the labels no better than this (Cohen's kappa) know too little to doubt any. */
const FEWEST_AGREEMENT = 0.3

/**
 * Gathers the facts that the rules need, each once; a fault becomes a fact with a reason, so that the rules that
 * need it are reported as not examined. Setups come first (the code says where the data lies), then what is in the
 * images, then what heads trained on them predict. Steps that a project without images never takes are loaded when
 * they are needed: decoders and networks are most of the time that a small check takes.
 */
export async function gather(
  project: Project,
  rules: readonly Rule[],
  work: WorkContext,
  choice: ProbeChoice = { probe: 'none' },
): Promise<Facts> {
  const needed = new Set<FactName>(rules.flatMap((rule) => [...rule.needs, ...(rule.wants ?? [])]))
  const facts: Facts = { project: { ok: true, value: project } }
  const setups = await attempt('the training code could not be read', work, () => gatherSetups(project, work))
  facts.setups = withTraining(setups)
  const dataset = await attempt('the dataset could not be read', work, async () => {
    if (holdsCodeAlone(project)) return nothingFound
    const { gatherDataset } = await import('./dataset/gather.ts')
    return gatherDataset(project, setups.ok ? setups.value : [], work)
  })
  facts.dataset = withSamples(dataset)
  // A fix that is to be tried by training needs them, also where its rule looks at code alone.
  const tries = choice.probe !== 'none' && rules.some(({ trial }) => trial !== undefined)
  if (tries || needed.has('images') || needed.has('predictions')) {
    const samples = facts.dataset
    facts.images = samples.ok
      ? await attempt('the images could not be read', work, async () => {
          const { gatherImages } = await import('./images/gather.ts')
          return gatherImages(project, samples.value, work)
        })
      : samples
  }
  if (needed.has('history')) {
    facts.history = withEpochs(
      await attempt('the training logs could not be read', work, async () => {
        if (holdsCodeAlone(project)) return []
        const { gatherHistory } = await import('./history/gather.ts')
        return gatherHistory(project, work)
      }),
    )
  }
  if (needed.has('predictions')) facts.predictions = await predictionsOf(facts, project, choice, work)
  return facts
}

/** Nothing that could be data, a list of it or a log, and no word of any: its readers need not be loaded. */
const holdsCodeAlone = ({ files, problems, config }: Project): boolean =>
  config.data === undefined &&
  config.history === undefined &&
  problems.length === 0 &&
  files.every(({ kind }) => !['image', 'manifest', 'container', 'log'].includes(kind))

/** Needs trained heads, and heads that have learned something. */
async function predictionsOf(
  { dataset, images, setups }: Facts,
  project: Project,
  { probe, backend }: ProbeChoice,
  work: WorkContext,
): Promise<Fact<Predictions>> {
  if (probe === 'none') return { ok: false, reason: 'needs the probe (--probe quick)' }
  if (!dataset?.ok) return dataset ?? { ok: false, reason: 'the dataset was not gathered' }
  if (!images?.ok) return images ?? { ok: false, reason: 'the images were not gathered' }
  const labelled = dataset.value.samples.filter(({ label }) => label !== null).length
  if (labelled < FEWEST_LABELS) {
    const reason = `${labelled} labelled images are too few to tell wrong labels from hard photos (at least ${FEWEST_LABELS})`
    return { ok: false, reason }
  }
  const request: PredictRequest = {
    project,
    dataset: dataset.value,
    images: images.value,
    setups: setups?.ok ? setups.value : [],
    classes: classNames(dataset.value),
    mode: probe,
    ...(backend === undefined ? {} : { backend }),
  }
  return withSkill(
    await attempt('the labels could not be predicted', work, async () => {
      const { predict } = await import('./train/predict.ts')
      return predict(request, work)
    }),
  )
}

/** What heads say that do little better than chance is no evidence. */
function withSkill(predictions: Fact<Predictions>): Fact<Predictions> {
  if (!predictions.ok) return predictions
  const kappa = agreement(predictions.value)
  if (kappa >= FEWEST_AGREEMENT) return predictions
  const share = `${Math.round(100 * Math.max(kappa, 0))} % of the way from chance`
  return { ok: false, reason: `the probe's model predicts these labels too poorly to judge them (${share})` }
}

/** Without a program that trains there is nothing to judge; files that could not be understood are named. */
function withTraining(setups: Fact<TrainingSetup[]>): Fact<TrainingSetup[]> {
  if (
    !setups.ok ||
    setups.value.some(({ pipelines, models, runs }) => pipelines.length + models.length + runs.length > 0)
  ) {
    return setups
  }
  const gaps = setups.value.flatMap(({ file, gaps }) => gaps.map(({ reason }) => `${file}: ${reason}`))
  return {
    ok: false,
    reason: gaps.length > 0 ? gaps.join('; ') : 'the project holds no training code that we know',
  }
}

/** Without a single image that belongs to a data set, the data cannot be called healthy. */
function withSamples(dataset: Fact<Dataset>): Fact<Dataset> {
  return dataset.ok && dataset.value.samples.length === 0
    ? { ok: false, reason: dataset.value.origin }
    : dataset
}

/** Without a single epoch there is nothing to judge: that is a reason, not health. */
function withEpochs(history: Fact<TrainingHistory[]>): Fact<TrainingHistory[]> {
  if (!history.ok || history.value.some(({ epochs }) => epochs.length > 0)) return history
  const gap = history.value.flatMap(({ gaps }) => gaps)[0]
  return { ok: false, reason: gap?.reason ?? 'the project holds no training log' }
}

async function attempt<T>(problem: string, work: WorkContext, run: () => Promise<T>): Promise<Fact<T>> {
  try {
    work.signal.throwIfAborted()
    return { ok: true, value: await run() }
  } catch (fault) {
    if (work.signal.aborted) return { ok: false, reason: 'interrupted' }
    // What the person wrote is wrong; to go on without it would look like health.
    if (fault instanceof ProjectError) throw fault
    return { ok: false, reason: `${problem}: ${describeFault(fault)}` }
  }
}
