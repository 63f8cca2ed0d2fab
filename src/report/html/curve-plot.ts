import type { CurvePoint, Curves } from '../../model/report.ts'
import { html, type Markup } from './markup.ts'
import { type Scale, scaleOf } from './scale.ts'

export type Quantity = 'loss' | 'accuracy'

/** A symptom on the curves. */
export interface Mark {
  number: number
  rule: string
  message: string
  epoch: number
  on: readonly Quantity[]
}

export interface PlotOptions {
  quantity: Quantity
  marks: readonly Mark[]
  /** Of the drawing within the page. */
  id: string
}

const width = 340
const height = 200
const left = 44
const right = 328
const top = 26
const bottom = 170

const sides = {
  loss: [
    ['train', 'trainLoss'],
    ['validation', 'validationLoss'],
  ],
  accuracy: [
    ['train', 'trainAccuracy'],
    ['validation', 'validationAccuracy'],
  ],
} as const

/** One quantity over the epochs: training dashed, validation drawn through, symptoms as numbered lines. */
export function curvePlot({ points }: Curves, { quantity, marks, id }: PlotOptions): Markup {
  const percent = quantity === 'accuracy' ? 100 : 1
  const curves = sides[quantity].map(([side, name]) => ({
    side,
    values: points.map((point) => ({ epoch: point.epoch, value: scaled(point[name], percent) })),
  }))
  const limit = beyond(curves.flatMap(({ values }) => values.flatMap(({ value }) => value ?? [])))
  const x = scaleOf(
    points.map(({ epoch }) => epoch),
    left,
    right,
  )
  const y = scaleOf(
    curves.flatMap(({ values }) =>
      values.flatMap(({ value }) => (value === null ? [] : Math.min(value, limit))),
    ),
    bottom,
    top,
  )
  return html`<figure class="plot curve">
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title(quantity)} by epoch</title>
<desc id="${id}-desc">${inWords(curves, marks, quantity)}</desc>
${grid(x, y)}${rateSteps(points, x)}${marks.map((mark, index) => markLine(mark, index, x))}
${curves.map(({ side, values }) => html`<path class="line line-${side}" d="${pathOf(values, { x, y, limit })}"/>`)}
</svg>
<figcaption>${title(quantity)}${quantity === 'accuracy' ? ' in percent' : ''} by epoch: <span class="split split-train">train</span> dashed, <span class="split split-validation">validation</span>${Number.isFinite(limit) ? `; cut off at ${figure(limit)}` : ''}${rateSteps(points, x).length > 0 ? '; ticks at the bottom: the learning rate was lowered' : ''}</figcaption>
</figure>
`
}

const title = (quantity: Quantity): string => (quantity === 'loss' ? 'Loss' : 'Accuracy')
const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor
const figure = (value: number): number => Number(value.toPrecision(3))

interface Value {
  epoch: number
  value: number | null
}

/** A loss that explodes would flatten all the rest: cut off at ten times the median where it goes beyond twice that. */
function beyond(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const cut = 10 * (sorted[Math.floor(sorted.length / 2)] ?? 0)
  return cut > 0 && (sorted.at(-1) ?? 0) > 2 * cut ? cut : Number.POSITIVE_INFINITY
}

/** Lines through neighbouring values; a missing value breaks the line, a lonely one is a dot. */
function pathOf(values: readonly Value[], { x, y, limit }: { x: Scale; y: Scale; limit: number }): string {
  return values
    .flatMap(({ epoch, value }, index) => {
      if (value === null) return []
      const before = values[index - 1]?.value ?? null
      const place = `${x.at(epoch)} ${y.at(Math.min(value, limit))}`
      return [before === null ? `M${place}h.1` : `L${place}`]
    })
    .join('')
}

function grid(x: Scale, y: Scale): Markup {
  const epochs = x.ticks.filter(Number.isInteger)
  return html`<g class="axis">
${y.ticks.map((tick) => html`<line class="grid" x1="${left}" x2="${right}" y1="${y.at(tick)}" y2="${y.at(tick)}"/><text x="${left - 6}" y="${y.at(tick) + 4}" text-anchor="end">${tick}</text>`)}
<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${epochs.map((tick) => html`<text x="${x.at(tick)}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`)}
</g>
`
}

function markLine({ epoch, number }: Mark, index: number, x: Scale): Markup {
  const at = x.at(epoch)
  // Marks of one epoch stand beside each other.
  const label = Math.min(right - 4, at + 9 * index)
  return html`<g class="mark"><line x1="${at}" x2="${at}" y1="${top - 8}" y2="${bottom}"/><text x="${label}" y="${top - 12}" text-anchor="middle">${number}</text></g>
`
}

/** A step is a fall by more than a quarter, as in symptoms/plateau: smooth decay has none. */
function rateSteps(points: readonly CurvePoint[], x: Scale): Markup[] {
  return points.flatMap(({ epoch, learningRate }, index) => {
    const before = points[index - 1]?.learningRate ?? null
    if (before === null || learningRate === null || learningRate >= 0.75 * before) return []
    const at = x.at(epoch)
    return [html`<line class="rate-step" x1="${at}" x2="${at}" y1="${bottom - 7}" y2="${bottom}"/>`]
  })
}

function inWords(
  curves: readonly { side: string; values: readonly Value[] }[],
  marks: readonly Mark[],
  quantity: Quantity,
): string {
  const unit = quantity === 'accuracy' ? ' %' : ''
  const told = curves.flatMap(({ side, values }) => {
    const known = values.filter(({ value }) => value !== null)
    const [first, last] = [known[0], known.at(-1)]
    if (first?.value == null || last?.value == null) return []
    return [
      `${side} from ${figure(first.value)}${unit} at epoch ${first.epoch} to ${figure(last.value)}${unit} at epoch ${last.epoch}`,
    ]
  })
  return [
    ...told,
    ...marks.map(({ number, epoch, rule }) => `mark ${number} at epoch ${epoch}: ${rule}`),
  ].join('; ')
}

/** Of the page's style. */
export const curveStyle = `
.run { margin-bottom: 1.5rem; }
.run-plots { display: grid; gap: 1rem 2.5rem; margin: .5rem 0 .75rem; }
.curve svg { max-width: 28rem; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.line-train { stroke: var(--train); stroke-dasharray: 5 3; }
.line-validation { stroke: var(--validation); }
.mark line { stroke: var(--error); stroke-width: 1; stroke-dasharray: 2 3; }
.mark text { fill: var(--error); font-weight: 700; }
.rate-step { stroke: var(--ink); stroke-width: 1.5; }
.marks { padding-left: 1.5rem; display: grid; gap: .3rem; font-size: .9375rem; }
.marks ::marker { color: var(--error); font-weight: 700; }
.causes .remedy { color: var(--ink); }
.remedy code { user-select: all; }
h3.unexplained { font: 600 1rem var(--sans); margin: 1.25rem 0 .5rem; }
ul.unexplained { padding: 0; list-style: none; display: grid; gap: .75rem; font-size: .9375rem; }
@media (min-width: 48rem) { .run-plots { grid-template-columns: 1fr 1fr; } }
`
