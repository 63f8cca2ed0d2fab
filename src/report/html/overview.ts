import type { Cause, Report } from '../../model/report.ts'
import type { Trial } from '../../model/trial.ts'
import type { RuleGroup } from '../groups.ts'
import { counted, durationWords, headline, plainly, severityPlural, trialWords } from '../words.ts'
import { anchorOf } from './group.ts'
import { html, type Markup } from './markup.ts'

/** The verdict in one line, what supports it best, and the counts. */
export function pageHeader(report: Report, groups: readonly RuleGroup[]): Markup {
  const { tool, project, summary } = report
  const proof = proofOf(groups, report.diagnosis)
  const plain = plainly(report)
  return html`<header class="page-header">
<p class="brand"><strong>${tool.name}</strong> ${tool.version} <span class="path">${project}</span></p>
<h1>${headline(report)}</h1>
${plain === null ? null : html`<p class="plainly">${plain}</p>`}
${proof === undefined ? null : html`<p class="proof">${trialWords(proof.trial)} See <a href="#${anchorOf(proof.rule)}">${proof.rule}</a>.</p>`}
<ul class="counts">
${(['error', 'warning', 'info'] as const).map(
  (level) =>
    html`<li class="severity-${level}"><strong>${summary[level].toLocaleString('en-US')}</strong> ${summary[level] === 1 ? level : severityPlural[level]}</li>`,
)}
<li><strong>${summary.images.toLocaleString('en-US')}</strong> ${summary.images === 1 ? 'image' : 'images'}</li>
<li><strong>${summary.sourceFiles.toLocaleString('en-US')}</strong> source ${summary.sourceFiles === 1 ? 'file' : 'files'}</li>
<li><strong>${durationWords(summary.durationMs)}</strong> of work</li>
</ul>
${summary.suppressed === 0 ? null : html`<p class="note">${counted(summary.suppressed, 'finding')} suppressed by this project's own settings and comments.</p>`}
</header>
`
}

/** The confirmed trial of the cause that ranks highest among those that have one. */
function proofOf(
  groups: readonly RuleGroup[],
  causes: readonly Cause[],
): { rule: string; trial: Trial } | undefined {
  const ranked = causes.flatMap(({ cause, also = [] }) => [cause, ...also])
  return groups
    .flatMap(({ rule, trials }) => trials.map((trial) => ({ rule, trial })))
    .filter(({ rule, trial }) => trial.verdict === 'confirmed' && ranked.includes(rule))
    .sort((a, b) => ranked.indexOf(a.rule) - ranked.indexOf(b.rule))[0]
}
