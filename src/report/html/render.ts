import { createHash } from 'node:crypto'
import type { Report } from '../../model/report.ts'
import { groupByRule, type RuleGroup } from '../groups.ts'
import { nextSteps } from '../next-steps.ts'
import { byReason } from '../reasons.ts'
import { counted } from '../words.ts'
import { nextSection } from './command.ts'
import { curvesSection } from './curves.ts'
import { datasetSection } from './dataset.ts'
import { diagnosisSection } from './diagnosis.ts'
import { filterForm } from './filter.ts'
import { anchorOf, groupSection } from './group.ts'
import { html, type Markup, trusted } from './markup.ts'
import { pageHeader } from './overview.ts'
import type { Thumbnails } from './pictures.ts'
import { script } from './script.ts'
import { type Shown, shownOf } from './shown.ts'
import { style } from './style.ts'

export interface HtmlOptions {
  /** `data:` URIs of images (see `wantedThumbnails`) by their path in the report. */
  thumbnails: Thumbnails
  /** The project on a command line; see `nextSteps`. */
  target?: string
}

/**
 * The fix-it report: one HTML page that needs nothing else. Its CSP forbids all loading and all scripts but its own,
 * so that a name in the data can do nothing even if it were not escaped.
 */
export function renderHtml(report: Report, options: HtmlOptions): string {
  const groups = groupByRule(report)
  const shown = shownOf(report, groups, options)
  const title = `training-doctor: ${report.project}`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src '${sha256(style)}'; script-src '${sha256(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${report.tool.name} ${report.tool.version}">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<div class="page">
${pageHeader(report, groups)}
<main>
<div class="at-a-glance">${diagnosisSection(report, groups)}${datasetSection(report.dataset)}</div>
${curvesSection(report)}
${nextSection(nextSteps(report, shown.target))}${groups.length === 0 ? null : findingsSection(groups, shown)}
<div class="closing">${notExamined(report)}${healthy(report)}</div>
</main>
<footer class="page-footer">Made by ${report.tool.name} ${report.tool.version}. Everything in this page is in this one file; it loads nothing.</footer>
</div>
<script>${trusted(script)}</script>
</body>
</html>
`.html
}

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

function findingsSection(groups: readonly RuleGroup[], shown: Shown): Markup {
  return html`<section class="findings" aria-labelledby="findings">
<h2 id="findings" tabindex="-1">What was found, most harmful first</h2>
<nav class="contents" aria-label="Rules">
<ul>${groups.map(({ rule, findings }) => html`<li><a href="#${anchorOf(rule)}"><span>${rule}</span><span class="number">${findings.length}</span></a></li>`)}</ul>
</nav>
<div>
${filterForm()}${groups.map((group) => groupSection(group, shown))}</div>
</section>`
}

function notExamined({ notExamined: items }: Report): Markup | null {
  if (items.length === 0) return null
  return html`<section aria-labelledby="not-examined">
<h2 id="not-examined">Not examined</h2>
<dl>${byReason(items).map(({ rules, reason }) => html`${rules.map((rule) => html`<dt>${rule}</dt>`)}<dd>${reason}</dd>`)}</dl>
</section>
`
}

function healthy({ healthy: rules }: Report): Markup | null {
  if (rules.length === 0) return null
  return html`<section aria-labelledby="healthy">
<h2 id="healthy">Healthy</h2>
<p class="note">${counted(rules.length, 'rule')} looked and found nothing.</p>
<ul>${rules.map((rule) => html`<li>${rule}</li>`)}</ul>
</section>
`
}
