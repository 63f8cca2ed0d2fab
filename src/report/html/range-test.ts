import type { RangeTest } from '../../model/trial.ts'
import { html, type Markup, nothing } from './markup.ts'
import { scaleOf } from './scale.ts'

const width = 320
const left = 62
const right = 306
const top = 30
const bottom = 120

/** The training loss over learning rates, on a logarithmic axis, with the project's rate and the advised one. */
export function rangeTestPlot({ rates, losses, given, advised }: RangeTest): Markup {
  const [first, last] = [rates[0], rates.at(-1)]
  if (first === undefined || last === undefined || first >= last) return nothing
  const span = Math.log(last / first)
  const x = (rate: number) => rounded(left + clamped(Math.log(rate / first) / span) * (right - left))
  // Beyond three times the loss at the start it only tells that training diverges.
  const most = Math.max(...losses.slice(0, 1)) * 3
  const shown = losses.map((loss) => Math.min(loss, most))
  const vertical = scaleOf(shown, bottom, top)
  const line = shown.map((loss, i) => `${x(rates[i] ?? first)},${vertical.at(loss)}`).join(' ')
  return html`<figure class="plot">
<svg viewBox="0 0 ${width} ${bottom + 22}" role="img" aria-label="Training loss over learning rates; the project has ${given}, advised is ${advised}.">
<g class="axis">
<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${vertical.ticks.map((tick) => html`<line class="grid" x1="${left}" x2="${right}" y1="${vertical.at(tick)}" y2="${vertical.at(tick)}"/><text x="${left - 6}" y="${vertical.at(tick) + 4}" text-anchor="end">${tick}</text>`)}
${powersBetween(first, last).map((rate) => html`<text x="${x(rate)}" y="${bottom + 16}" text-anchor="middle">${rate.toExponential().replace('e+', 'e')}</text>`)}
</g>
<polyline class="range-line" points="${line}"/>
${marker(x(given), 'as it is', 11)}
${marker(x(advised), 'advised', 24)}
</svg>
<figcaption>Range test: training loss while the learning rate grows from step to step</figcaption>
</figure>`
}

const marker = (x: number, label: string, y: number): Markup =>
  html`<line class="zero" x1="${x}" x2="${x}" y1="${y + 3}" y2="${bottom}"/><text class="zero-label" x="${x}" y="${y}" text-anchor="middle">${label}</text>`

/** Every second power of ten. */
function powersBetween(first: number, last: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(first) - 1e-9), Math.floor(Math.log10(last) + 1e-9)]
  return Array.from({ length: Math.floor((to - from) / 2) + 1 }, (_, i) => Number(`1e${from + 2 * i}`))
}

const clamped = (share: number) => Math.min(Math.max(share, 0), 1)
const rounded = (coordinate: number) => Math.round(coordinate * 10) / 10
