import type { LabelDoubt } from '../label-doubt.ts'
import { html, type Markup } from './markup.ts'

/** The given and the suggested label, with how likely the probe's model takes each of them to be. */
export function labelPanel({ given, suggested, probabilities }: LabelDoubt): Markup {
  return html`<dl class="doubt">
<dt>given</dt><dd class="given">${given}${bar(probabilities?.given)}</dd>
<dt>looks like</dt><dd class="suggested">${suggested}${bar(probabilities?.suggested)}</dd>
</dl>
`
}

function bar(probability: number | undefined): Markup | null {
  if (probability === undefined) return null
  const percent = Math.round(probability * 100)
  return html`<span class="bar-cell"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="fill" width="${percent}" height="8"/></svg><span class="number">${percent} %</span></span>`
}
