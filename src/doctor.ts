import { conclude } from './diagnosis/conclude.ts'
import type { LabelsJudged } from './diagnosis/labels-judged.ts'
import { gather, type ProbeChoice } from './gather.ts'
import { FEWEST_LABELS, labelsAsAWhole } from './judge/doubtful-labels.ts'
import { type Gate, passGate } from './judge/gate.ts'
import { type Judgement, judge } from './judge/judge.ts'
import { type Selection, selectRules } from './judge/select.ts'
import { suppress } from './judge/suppress.ts'
import type { Sample } from './model/dataset.ts'
import type { Facts } from './model/facts.ts'
import type { Finding } from './model/finding.ts'
import type { WorkContext } from './model/progress.ts'
import type { Project } from './model/project.ts'
import type { Report } from './model/report.ts'
import type { Rule } from './model/rule.ts'
import { withExcerpts } from './setup/excerpts.ts'
import { summarise } from './summary.ts'

export interface DoctorOptions extends ProbeChoice {
  rules: readonly Rule[]
  selection: Selection
  /** Lets known findings, or those that touch no change, pass: they are counted as suppressed and not tried. */
  gate?: Gate
}

/** What the rules made of the facts, before anything is tried. */
export interface Examination extends Judgement {
  facts: Facts
  suppressed: Finding[]
}

/**
 * project -> facts -> rules -> findings. Reads, never writes in the project. On an aborted signal the facts that
 * were not gathered make their rules "not examined".
 * @throws ProjectError on a rule name that does not exist
 */
export async function examine(
  project: Project,
  options: DoctorOptions,
  work: WorkContext,
): Promise<Examination> {
  const rules = selectRules(options.rules, options.selection, project.config)
  const facts = await gather(project, rules, work, options)
  const judgement = judge(rules, facts, project.config)
  const { standing, suppressed } = suppress(judgement.findings, {
    config: project.config,
    setups: facts.setups?.ok ? facts.setups.value : [],
    today: new Date().toISOString().slice(0, 10),
  })
  return { ...judgement, facts, findings: standing, suppressed }
}

/**
 * The whole flow: project -> facts -> rules -> findings -> trials -> report. Interrupted, it returns what is known
 * so far, with the rest as not examined or not run.
 * @throws ProjectError on a rule name that does not exist
 */
export async function diagnose(project: Project, options: DoctorOptions, work: WorkContext): Promise<Report> {
  return (await diagnoseWithData(project, options, work)).report
}

/** {@link diagnose}, and the samples, whose pictures may be wanted beside the report. */
export async function diagnoseWithData(
  project: Project,
  options: DoctorOptions,
  work: WorkContext,
): Promise<{ report: Report; samples: readonly Sample[] }> {
  const started = performance.now()
  const examination = await examine(project, options, work)
  const { standing, suppressed } = passGate(examination.findings, options.gate ?? {})
  const tried = await tryFixes(standing, examination.facts, options, work)
  const findings = withExcerpts(project, tried)
  const { dataset, history } = examination.facts
  const curves = history?.ok === true && history.value.length > 0
  const images = countImages(dataset?.ok ? dataset.value.samples : [])
  const labels = judgedLabels(examination)
  const report = summarise({
    ...examination,
    project,
    findings,
    suppressed: examination.suppressed.length + suppressed.length,
    diagnosis: conclude(findings, { project: project.given, curves, images, labels }),
    durationMs: Math.round(performance.now() - started),
  })
  return { report, samples: dataset?.ok ? dataset.value.samples : [] }
}

const countImages = (samples: readonly Sample[]) => ({
  all: samples.length,
  evaluation: samples.filter(({ split }) => split === 'validation' || split === 'test').length,
})

/** Null where the rule about labels did not look, at too few or at none, or was not asked to. */
function judgedLabels({ facts, healthy, findings, suppressed }: Examination): LabelsJudged | null {
  const rule = 'labels/likely-mislabelled'
  const named = [...findings, ...suppressed].some((finding) => finding.rule === rule)
  if (!facts.predictions?.ok || !(named || healthy.includes(rule))) return null
  const { samples, ...whole } = labelsAsAWhole(facts.predictions.value)
  return samples < FEWEST_LABELS ? null : { ...whole, named }
}

/** Each finding with the trial of its fix, where one can confirm it. */
async function tryFixes(
  findings: Finding[],
  facts: Facts,
  options: DoctorOptions,
  work: WorkContext,
): Promise<Finding[]> {
  const { rules, probe: mode, backend } = options
  if (mode === 'none' || !facts.project?.ok || !facts.dataset?.ok || !facts.images?.ok) return findings
  const { prove } = await import('./probe/prove.ts')
  const trials = await prove(
    {
      project: facts.project.value,
      dataset: facts.dataset.value,
      images: facts.images.value,
      setups: facts.setups?.ok ? facts.setups.value : [],
      findings,
      rules,
      mode,
      ...(backend === undefined ? {} : { backend }),
      spentMs: facts.predictions?.ok ? (facts.predictions.value.durationMs ?? 0) : 0,
    },
    work,
  )
  return findings.map((finding) => {
    const trial = trials.get(finding.id)
    return trial === undefined ? finding : { ...finding, trial }
  })
}
