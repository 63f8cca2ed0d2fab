import { openTrunk } from '../embed/trunk.ts'
import type { Finding } from '../model/finding.ts'
import type { WorkContext } from '../model/progress.ts'
import type { TrialSpec } from '../model/rule.ts'
import type { Trial } from '../model/trial.ts'
import type { ExtraViews } from '../train/budget.ts'
import { groundOf } from '../train/ground.ts'
import type { ProveRequest } from './request.ts'
import { NotRun, openSession, type Session } from './session.ts'
import { augmentationTrial } from './trials/augmentation.ts'
import type { TrialKind } from './trials/kind.ts'
import { groupTrial, labelsTrial, leakageTrial } from './trials/samples.ts'

const kinds: readonly TrialKind[] = [leakageTrial, groupTrial, labelsTrial, augmentationTrial]

/**
 * Tries the fixes of findings by training, and returns the trial of every finding whose rule can be tried, by the
 * finding's id. What was tried together shares one trial. Never throws for what the project or the machine lack:
 * such trials are `not-run` with the reason, and so are those that an abort kept from running.
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
    const whole = groundOf(request.project, request.dataset, request.images)
    if ('reason' in whole) throw new NotRun(whole.reason)
    const trunk = await openTrunk(work, request.backend ?? request.project.config.probe?.backend)
    try {
      const session = await openSession(request, { whole, trunk }, extraViews(wanted, request.setups), work)
      for (const { kind, findings } of wanted) settle(findings, await tryKind(kind, findings, session))
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

async function tryKind(kind: TrialKind, findings: readonly Finding[], session: Session): Promise<Trial> {
  const started = performance.now()
  const { metric, expect } = kind
  try {
    return {
      metric,
      expect,
      ...(await kind.run(findings, session)),
      backend: session.backend,
      weights: session.trunk.weights.title,
      durationMs: Math.round(performance.now() - started),
    }
  } catch (error) {
    return notRun(kind, reasonOf(error, session.work))
  }
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
