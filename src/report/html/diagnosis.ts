import type { Cause, Remedy, Report } from '../../model/report.ts'
import type { RuleGroup } from '../groups.ts'
import { counted } from '../words.ts'
import { command } from './command.ts'
import { anchorOf } from './group.ts'
import { html, type Markup, prose } from './markup.ts'

/** The causes, ranked, each with its share of the blame, the reasons and what mends it; then what stays unexplained. */
export function diagnosisSection(report: Report, groups: readonly RuleGroup[]): Markup | null {
  const { diagnosis, unexplained = [] } = report
  if (diagnosis.length === 0 && unexplained.length === 0) return null
  const known = new Set(groups.map((group) => group.rule))
  return html`<section aria-labelledby="diagnosis">
<h2 id="diagnosis">Why validation does not improve</h2>
${causesPart(diagnosis, known)}
${unexplained.length === 0 ? null : unexplainedPart(unexplained, known)}
</section>
`
}

/** More causes are there when they are asked for: what to do next should not be pages away. */
const mostCauses = 3

function causesPart(causes: readonly Cause[], known: ReadonlySet<string>): Markup | null {
  if (causes.length === 0) return null
  const shown = causes.length > mostCauses + 1 ? causes.slice(0, mostCauses) : causes
  const rest = causes.slice(shown.length)
  const share = Math.round(100 * rest.reduce((sum, { weight }) => sum + weight, 0))
  return html`<ol class="causes">${shown.map((cause) => causeItem(cause, known))}</ol>
${
  rest.length === 0
    ? null
    : html`<details class="lesser"><summary>${counted(rest.length, 'lesser cause')}, ${share} % together</summary>
<ol class="causes" start="${shown.length + 1}">${rest.map((cause) => causeItem(cause, known))}</ol></details>`
}`
}

function causeItem({ cause, also = [], weight, because, remedy }: Cause, known: ReadonlySet<string>): Markup {
  const percent = Math.round(weight * 100)
  return html`<li>
<p class="cause"><span>${[cause, ...also].map((rule, index) => html`${index > 0 ? ' with ' : ''}${linked(rule, known)}`)}</span> <span class="share">${percent} %</span></p>
<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4"/><rect class="fill" width="${percent}" height="4"/></svg>
${because.map((reason) => html`<p>${reason}</p>`)}${remedy === undefined ? null : remedyPart(remedy)}
</li>`
}

function remedyPart({ command: apply, how }: Remedy): Markup {
  if (apply === undefined) return html`<p class="remedy">By hand: ${prose(how)}</p>`
  return html`<p class="remedy">${prose(how)}: <span class="apply">${command(apply)}</span></p>`
}

function unexplainedPart(
  unexplained: NonNullable<Report['unexplained']>,
  known: ReadonlySet<string>,
): Markup {
  return html`<h3 class="unexplained">Shown by the curves, explained by no finding</h3>
<ul class="unexplained">${unexplained.map(
    ({ symptom, message, next }) =>
      html`<li><p>${linked(symptom, known)}: ${message}</p><p class="note">${prose(next)}</p></li>`,
  )}</ul>`
}

const linked = (rule: string, known: ReadonlySet<string>): Markup =>
  known.has(rule) ? html`<a href="#${anchorOf(rule)}">${rule}</a>` : html`${rule}`
