import { availableParallelism } from 'node:os'
import { rules } from '../../rules/index.ts'
import { examine } from '../../src/doctor.ts'
import type { Config } from '../../src/model/config.ts'
import type { Finding } from '../../src/model/finding.ts'
import { silent } from '../../src/model/progress.ts'
import { Random } from '../../src/model/random.ts'
import type { Trial } from '../../src/model/trial.ts'
import { prove } from '../../src/probe/prove.ts'
import type { ProveRequest } from '../../src/probe/request.ts'
import { discover } from '../../src/project/discover.ts'
import type { Case } from './cases.ts'
import { program } from './programs.ts'
import type { Sandbox } from './sandbox.ts'

interface Tried {
  /** What was tried. */
  findings: Finding[]
  /** The trials of the case's rule; none where it found nothing. */
  trials: Trial[]
  /** That the probe took. */
  seconds: number
}

/** How a case is tried. */
export interface Trying extends Pick<ProveRequest, 'mode'> {
  seed: number
  cacheDir: string
  config: Config
}

/** Plants a case in a sandbox, has the real rules look at it and the real probe try what they find. */
export async function tryCase(
  one: Case,
  sandbox: Sandbox,
  { seed, cacheDir, config, mode }: Trying,
): Promise<Tried> {
  const random = new Random(seed, 'case', one.kind)
  await one.plant?.(sandbox, random)
  await sandbox.write('train.py', one.program ?? program())
  const signal = new AbortController().signal
  const work = { progress: silent, signal, cacheDir, jobs: availableParallelism(), seed }
  const project = { ...(await discover(sandbox.root)), config }
  // Leaks are told apart by their rules together; other rules have one about files beside them, which has images read.
  const beside = one.rule.startsWith('leakage/') ? 'leakage' : 'images/unreadable'
  const selection = { only: [one.rule, beside], skip: [] }
  const examination = await examine(project, { rules, selection, probe: 'quick' }, work)
  const { dataset, images, setups } = examination.facts
  if (!dataset?.ok || !images?.ok || !setups?.ok) throw new Error(`nothing was gathered for ${one.kind}`)
  const findings = one.invent?.(examination, random) ?? examination.findings
  const facts = { project, dataset: dataset.value, images: images.value, setups: setups.value }
  const started = performance.now()
  const trials = await prove({ ...facts, findings, rules, mode }, work)
  const seconds = (performance.now() - started) / 1000
  const own = findings.flatMap(({ id, rule }) => (rule === one.rule ? (trials.get(id) ?? []) : []))
  return { findings, trials: [...new Set(own)], seconds }
}
