import type { Trial, Verdict } from '../../model/trial.ts'
import { methodWords, trialWords } from '../words.ts'
import { armCurves } from './arm-curves.ts'
import { html, type Markup } from './markup.ts'
import { rangeTestPlot } from './range-test.ts'
import { trialPlot } from './trial-plot.ts'

const badges: Record<Verdict, string> = {
  confirmed: 'confirmed',
  refuted: 'refuted',
  inconclusive: 'inconclusive',
  'not-run': 'not tried',
}

/** What training showed about a fix: the words, the plot and how it was measured. */
export function trialPanel(trial: Trial): Markup {
  const method = methodWords(trial)
  return html`<div class="trial">
<div class="trial-words">
<p class="label">Trial <span class="badge verdict-${trial.verdict}">${badges[trial.verdict]}</span></p>
<p>${trialWords(trial)}</p>
${method === '' ? null : html`<p class="method">${method}</p>`}
</div>
${trial.arms === undefined ? null : html`<div class="trial-plots">${trialPlot(trial)}${armCurves(trial)}${trial.rangeTest === undefined ? null : rangeTestPlot(trial.rangeTest)}</div>`}
</div>
`
}
