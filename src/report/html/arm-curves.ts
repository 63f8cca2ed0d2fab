import type { Arm, Trial } from '../../model/trial.ts'
import { html, type Markup, nothing } from './markup.ts'
import { scaleOf } from './scale.ts'
import { armLabels } from './trial-plot.ts'

const width = 320
const left = 62
const right = 250
const top = 12
const bottom = 120
/** Labels of lines that end close to each other stand so far apart. */
const labelHeight = 13

type Followed = Arm & { curve: number[] }

/** How the loss went while the arms were trained, epoch by epoch; nothing where none was followed over two epochs. */
export function armCurves({ arms = [] }: Trial): Markup {
  const followed = arms.filter((arm): arm is Followed => (arm.curve?.length ?? 0) > 1)
  if (followed.length === 0) return nothing
  // A loss that explodes would flatten all the rest.
  const most = 3 * Math.min(...followed.map(({ curve }) => Math.max(...curve)))
  const shown = followed.map((arm) => ({ ...arm, curve: arm.curve.map((loss) => Math.min(loss, most)) }))
  const isCut = followed.some(({ curve }) => curve.some((loss) => loss > most))
  const epochs = scaleOf([1, Math.max(...shown.map(({ curve }) => curve.length))], left, right)
  const losses = scaleOf(
    shown.flatMap(({ curve }) => curve),
    bottom,
    top,
  )
  const line = (values: readonly number[]) =>
    values.map((loss, i) => `${epochs.at(i + 1)},${losses.at(loss)}`).join(' ')
  const places = apart(shown.map(({ curve }) => losses.at(curve.at(-1) ?? 0)))
  return html`<figure class="plot arm-curve">
<svg viewBox="0 0 ${width} ${bottom + 22}" role="img" aria-label="${inWords(followed)}">
<g class="axis">
<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${losses.ticks.map((tick) => html`<line class="grid" x1="${left}" x2="${right}" y1="${losses.at(tick)}" y2="${losses.at(tick)}"/><text x="${left - 6}" y="${losses.at(tick) + 4}" text-anchor="end">${tick}</text>`)}
${epochs.ticks.filter(Number.isInteger).map((tick) => html`<text x="${epochs.at(tick)}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`)}
</g>
${shown.map(({ name, curve }, i) => html`<polyline class="arm-line arm-line-${name}" points="${line(curve)}"/><text x="${right + 6}" y="${(places[i] ?? 0) + 4}">${armLabels[name]}</text>`)}
</svg>
<figcaption>Loss of the evaluation images by epoch, first seed${isCut ? `; cut off at ${Number(most.toPrecision(2))}` : ''}</figcaption>
</figure>`
}

/** The heights in their order, moved down until none covers another. */
function apart(heights: readonly number[]): number[] {
  const placed = new Map<number, number>()
  let last = Number.NEGATIVE_INFINITY
  for (const i of [...heights.keys()].sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))) {
    last = Math.max(heights[i] ?? 0, last + labelHeight)
    placed.set(i, last)
  }
  return heights.map((height, i) => placed.get(i) ?? height)
}

function inWords(arms: readonly Followed[]): string {
  const rows = arms.map(
    ({ name, curve }) =>
      `${armLabels[name]}: ${curve.at(0)?.toFixed(2)} after the first epoch, ${curve.at(-1)?.toFixed(2)} after ${curve.length}`,
  )
  return `Loss of the evaluation images, first seed. ${rows.join('; ')}.`
}
