import type { RuleGroup } from '../groups.ts'
import { counted } from '../words.ts'
import { findingArticle, type Pictures } from './finding.ts'
import { html, type Markup, prose } from './markup.ts'
import { trialPanel } from './trial.ts'

/** Findings that are open to see; the others unfold. */
const mostOpen = 8

/** All about one rule: why it matters, what to do, what training showed, and where. */
export function groupSection(group: RuleGroup, pictures: Pictures): Markup {
  const { rule, severity, findings } = group
  const rest = findings.length <= mostOpen + 2 ? [] : findings.slice(mostOpen)
  return html`<section class="group" id="${anchorOf(rule)}" aria-labelledby="${anchorOf(rule)}-name">
<header>
<span class="badge severity-${severity}">${severity}</span>
<h3 id="${anchorOf(rule)}-name">${rule}</h3>
<span class="count">${counted(findings.length, 'finding')}</span>
</header>
<div class="advice">
${advice('Why it matters', group.why)}${advice('What to do', group.how)}</div>
${group.trials.map(trialPanel)}${group.triedWith.map(
  (other) =>
    html`<div class="trial"><p><span class="label">Trial</span> tried together with <a href="#${anchorOf(other)}">${other}</a></p></div>`,
)}
${findings.slice(0, findings.length - rest.length).map((finding) => findingArticle(finding, pictures))}${
  rest.length === 0
    ? null
    : html`<details class="rest"><summary>${counted(rest.length, 'more finding')} of this rule</summary>
${rest.map((finding) => findingArticle(finding, pictures))}</details>`
}
</section>
`
}

/** The page-wide name of a rule's section. */
export const anchorOf = (rule: string): string => `rule-${rule.replace(/[^a-z0-9]+/gi, '-')}`

function advice(title: string, texts: readonly string[]): Markup | null {
  if (texts.length === 0) return null
  return html`<div><p class="label">${title}</p>${texts.map((text) => html`<p>${prose(text)}</p>`)}</div>
`
}
