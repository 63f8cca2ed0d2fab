import { isSpan } from '../../model/finding.ts'
import { fixCommand } from '../../model/fix-command.ts'
import type { RuleGroup } from '../groups.ts'
import { counted } from '../words.ts'
import { command } from './command.ts'
import { findingArticle } from './finding.ts'
import { html, type Markup, prose } from './markup.ts'
import type { Shown } from './shown.ts'
import { trialPanel } from './trial.ts'

/** Findings that are open to see; the others unfold. */
const mostOpen = 8

/** All about one rule: why it matters, what to do, what training showed, and where. */
export function groupSection(group: RuleGroup, shown: Shown): Markup {
  const { rule, severity, findings } = group
  const listed = shown.findings.get(rule) ?? []
  const rest = listed.length <= mostOpen + 2 ? [] : listed.slice(mostOpen)
  return html`<section class="group" id="${anchorOf(rule)}" aria-labelledby="${anchorOf(rule)}-name">
<header>
<span class="badge severity-${severity}">${severity}</span>
<h3 id="${anchorOf(rule)}-name">${rule}</h3>
<span class="count">${counted(findings.length, 'finding')}</span>
</header>
<div class="advice">
${advice('Why it matters', group.why)}${advice('What to do', group.how)}</div>
${commands(group, shown)}
${group.trials.map(trialPanel)}${group.triedWith.map(
  (other) =>
    html`<div class="trial"><p><span class="label">Trial</span> tried together with <a href="#${anchorOf(other)}">${other}</a></p></div>`,
)}
<div class="list">${listed.slice(0, listed.length - rest.length).map((finding) => findingArticle(finding, shown))}</div>${
    rest.length === 0
      ? null
      : html`<details class="rest"><summary>${counted(rest.length, 'more finding')} of this rule</summary>
<div class="list">${rest.map((finding) => findingArticle(finding, shown))}</div></details>`
  }${leftOut(group, shown)}
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

function commands({ rule, findings }: RuleGroup, { target }: Shown): Markup {
  const mend = fixCommand(target, [rule], findings)
  return html`<p class="commands">${mend === null ? null : command(mend)} ${command(`doctor explain ${rule}`)}</p>`
}

/** What keeps the page small is said, never silent. */
function leftOut(
  { rule, findings }: RuleGroup,
  { findings: listed, pictures, target }: Shown,
): Markup | null {
  const shown = listed.get(rule) ?? []
  const more = findings.length - shown.length
  const wanting = shown.filter(({ locations }) => locations.some((place) => !isSpan(place)))
  const drawn = wanting.filter(({ id }) => pictures.has(id))
  const bare = drawn.length > 0 && drawn.length < wanting.length
  if (more === 0 && !bare) return null
  return html`<p class="note left-out">${
    more === 0
      ? null
      : html`To keep this page small, ${counted(more, 'more finding')} of this rule ${more === 1 ? 'is' : 'are'} left out: ${command(`doctor ${target} --rule ${rule} --format json`)} lists all. `
  }${bare ? `Pictures are shown with ${drawn.length} of these findings.` : null}</p>
`
}
