import { gatherDataset } from './dataset/gather.ts'
import { gatherHistory } from './history/gather.ts'
import { gatherImages } from './images/gather.ts'
import type { Dataset } from './model/dataset.ts'
import type { Fact, FactName, Facts } from './model/facts.ts'
import type { TrainingHistory } from './model/history.ts'
import type { WorkContext } from './model/progress.ts'
import type { Project } from './model/project.ts'
import type { Rule } from './model/rule.ts'
import type { TrainingSetup } from './model/setup.ts'
import { describeFault } from './project/problem.ts'
import { gatherSetups } from './setup/gather.ts'

/**
 * Gathers the facts that the rules need, each once; a fault becomes a fact with a reason, so that the rules that
 * need it are reported as not examined. Setups come first (the code says where the data lies), images last.
 */
export async function gather(project: Project, rules: readonly Rule[], work: WorkContext): Promise<Facts> {
  const needed = new Set<FactName>(rules.flatMap((rule) => [...rule.needs, ...(rule.wants ?? [])]))
  const facts: Facts = { project: { ok: true, value: project } }
  const setups = await attempt('the training code', work, () => gatherSetups(project, work))
  facts.setups = withTraining(setups)
  const dataset = await attempt('the dataset', work, () =>
    gatherDataset(project, setups.ok ? setups.value : []),
  )
  facts.dataset = withSamples(dataset)
  if (needed.has('images')) {
    const samples = facts.dataset
    facts.images = samples.ok
      ? await attempt('the images', work, () => gatherImages(project, samples.value, work))
      : samples
  }
  if (needed.has('history')) {
    facts.history = withEpochs(await attempt('the training logs', work, () => gatherHistory(project, work)))
  }
  return facts
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

async function attempt<T>(what: string, work: WorkContext, run: () => Promise<T>): Promise<Fact<T>> {
  try {
    work.signal.throwIfAborted()
    return { ok: true, value: await run() }
  } catch (fault) {
    if (work.signal.aborted) return { ok: false, reason: 'interrupted' }
    return { ok: false, reason: `${what} could not be read: ${describeFault(fault)}` }
  }
}
