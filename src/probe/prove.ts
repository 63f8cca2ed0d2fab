import { openTrunk } from '../embed/trunk.ts'
import type { Finding } from '../model/finding.ts'
import type { WorkContext } from '../model/progress.ts'
import type { TrialSpec } from '../model/rule.ts'
import type { Trial } from '../model/trial.ts'
import { budgetOf, type ExtraViews } from '../train/budget.ts'
import { groundOf } from '../train/ground.ts'
import { TimeAllowance } from './allowance.ts'
import { withDrawnSplit } from './drawn-split.ts'
import type { ProveRequest } from './request.ts'
import { NotRun, openSession, type Session } from './session.ts'
import { levelFor } from './statistics/several.ts'
import { augmentationTrial } from './trials/augmentation.ts'
import { batchNormTrial } from './trials/batch-norm.ts'
import { domainTrial } from './trials/domain-mismatch.ts'
import { fineTuningRateTrial } from './trials/fine-tuning-rate.ts'
import { inputTrial } from './trials/input.ts'
import { inputSizeTrial } from './trials/input-size.ts'
import type { TrialKind, Tried } from './trials/kind.ts'
import { missingAugmentationTrial } from './trials/missing-augmentation.ts'
import { notPretrainedTrial, unfrozenTrial } from './trials/new-head.ts'
import { orderedTailTrial } from './trials/ordered-tail.ts'
import { recipeTrial } from './trials/recipe.ts'
import { groupTrial, labelsTrial, leakageTrial } from './trials/samples.ts'
import { shortcutTrial } from './trials/shortcut.ts'
import { splitFirstTrial } from './trials/split-first.ts'

const kinds: readonly TrialKind[] = [
  leakageTrial,
  groupTrial,
  splitFirstTrial,
  orderedTailTrial,
  labelsTrial,
  inputTrial,
  inputSizeTrial,
  shortcutTrial,
  recipeTrial,
  augmentationTrial,
  missingAugmentationTrial,
  fineTuningRateTrial,
  batchNormTrial,
  unfrozenTrial,
  notPretrainedTrial,
  domainTrial,
]

/**
 * Tries the fixes of findings by training, and returns the trial of every finding whose rule can be tried, by the
 * finding's id. What was tried together shares one trial. Never throws for what the project or the machine lack:
 * such trials are `not-run` with the reason, and so are those that an abort or the time budget kept from running.
 */
export async function prove(request: ProveRequest, work: WorkContext): Promise<Map<string, Trial>> {
  const trials = new Map<string, Trial>()
  const settle = (findings: readonly Finding[], trial: Trial) => {
    for (const { id } of findings) trials.set(id, trial)
  }
  const specs = new Map<string, TrialSpec>()
  for (const { id, trial } of request.rules) if (trial) specs.set(id, trial)
  const wanted = groupsOf(request.findings.filter(({ rule }) => specs.has(rule)))
  for (const finding of request.findings) {
    const spec = specs.get(finding.rule)
    if (spec) settle([finding], notRun(spec, 'fixes of this kind are not tried by training'))
  }
  if (wanted.length === 0) return trials
  try {
    const dataset = withDrawnSplit(request, work.seed)
    const whole = groundOf(request.project, dataset, request.images)
    if ('reason' in whole) throw new NotRun(whole.reason)
    const trunk = await openTrunk(work, request.backend ?? request.project.config.probe?.backend)
    // From here on: that the weights have to be fetched once is not the probe's time.
    const { seconds } = budgetOf(request.mode, request.project.config.probe)
    const allowance = new TimeAllowance(seconds, request.spentMs)
    try {
      const extra = extraViews(wanted, request.setups)
      const session = await openSession(request, { dataset, whole, trunk }, extra, work)
      const done: Ran[] = []
      for (const { kind, findings } of wanted) {
        const reason = allowance.refusal(done.map(({ durationMs }) => durationMs))
        const ran = reason === null ? await tryKind(kind, findings, session) : notRun(kind, reason)
        if ('verdict' in ran) settle(findings, ran)
        else done.push({ ...ran, kind, findings })
      }
      const level = levelFor(done.map(({ tried }) => tried.pValue))
      for (const ran of done) settle(ran.findings, concluded(ran, level, session))
    } finally {
      await trunk.close()
    }
  } catch (error) {
    for (const { kind, findings } of wanted) {
      const left = findings.filter(({ id }) => trials.get(id)?.verdict === 'not-run')
      settle(left, notRun(kind, reasonOf(error, work)))
    }
  }
  return trials
}

interface Group {
  kind: TrialKind
  findings: Finding[]
}

/** What is tried together, in the order of the kinds. */
function groupsOf(findings: readonly Finding[]): Group[] {
  return kinds.flatMap((kind) => {
    const groups = new Map<string, Group>()
    for (const finding of findings) {
      if (!kind.rules.includes(finding.rule)) continue
      const name = kind.apart?.(finding) ?? ''
      const group = groups.get(name) ?? { kind, findings: [] }
      group.findings.push(finding)
      groups.set(name, group)
    }
    return [...groups.values()]
  })
}

/** A trial that was run, with the time it took. */
interface Ran extends Group {
  tried: Tried
  durationMs: number
}

async function tryKind(
  kind: TrialKind,
  findings: readonly Finding[],
  session: Session,
): Promise<Pick<Ran, 'tried' | 'durationMs'> | Trial> {
  const started = performance.now()
  try {
    const tried = await kind.run(findings, session)
    return { tried, durationMs: Math.round(performance.now() - started) }
  } catch (error) {
    return notRun(kind, reasonOf(error, session.work))
  }
}

function concluded({ kind, tried, durationMs }: Ran, level: number, session: Session): Trial {
  const { metric, expect } = kind
  const { trunk } = session
  const backend = session.backendOf(session.recipe)
  return { metric, expect, backend, ...tried.conclude(level), weights: trunk.weights.title, durationMs }
}

function extraViews(wanted: readonly Group[], setups: ProveRequest['setups']): ExtraViews {
  const all = wanted.flatMap(({ kind, findings }) => kind.extraViews?.(findings, setups) ?? [])
  return {
    evaluation: all.reduce((sum, { evaluation }) => sum + evaluation, 0),
    training: all.reduce((sum, { training }) => sum + training, 0),
  }
}

function reasonOf(error: unknown, { signal }: WorkContext): string {
  if (signal.aborted) return 'interrupted'
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}

const notRun = ({ metric, expect }: TrialSpec, reason: string): Trial => ({
  verdict: 'not-run',
  reason,
  metric,
  expect,
  seeds: 0,
  samples: 0,
  backend: '',
  weights: '',
  durationMs: 0,
})
