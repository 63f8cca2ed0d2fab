import type { Arm, Trial } from '../../model/trial.ts'
import {
  axisNumber,
  differenceNumber,
  differenceUnit,
  effectWords,
  metricWords,
  unitWords,
  valueWords,
} from '../words.ts'
import { html, type Markup, nothing } from './markup.ts'
import { type Scale, scaleOf } from './scale.ts'

/** Narrow enough to stay readable when a phone shows it at its full width. */
const width = 320
const plotLeft = 62
const plotRight = 306
const rowHeight = 26

/** What arms are called in plots. */
export const armLabels: Record<Arm['name'], string> = {
  baseline: 'as it is',
  fixed: 'fixed',
  placebo: 'random',
}

/**
 * Before and after: every repetition of every arm as a point, the mean as a bar in its own interval; below it the effect.
 */
export function trialPlot(trial: Trial): Markup {
  const arms = (trial.arms ?? []).filter((arm) => arm.values.length > 0)
  if (arms.length === 0) return nothing
  const scale = scaleOf(
    arms.flatMap((arm) => [...arm.values, ...(arm.interval ?? [])]),
    plotLeft,
    plotRight,
  )
  const bottom = arms.length * rowHeight + 8
  const name = metricWords[trial.metric]
  return html`<figure class="plot">
<svg viewBox="0 0 ${width} ${bottom + 22}" role="img" aria-label="${armsInWords(trial, arms)}">
${axis(scale, bottom, (value) => axisNumber(trial.metric, value))}
${arms.map((arm, row) => armRow(arm, row * rowHeight + rowHeight / 2 + 4, scale))}
</svg>
<figcaption>${name.charAt(0).toUpperCase()}${name.slice(1)}${unitWords(trial.metric)}, one point for each seed${intervalNote(arms)}${placeboNote(arms)}</figcaption>
</figure>
${effectPlot(trial)}`
}

const intervalNote = (arms: readonly Arm[]): string =>
  arms.some((arm) => arm.interval !== undefined) ? ', the mean with its 95 % interval' : ''

const placeboNote = (arms: readonly Arm[]): string =>
  arms.some((arm) => arm.name === 'placebo') ? '; "random" has the same done to as many random samples' : ''

function armRow(arm: Arm, y: number, scale: Scale): Markup {
  const mean = arm.values.reduce((sum, value) => sum + value, 0) / arm.values.length
  const x = scale.at(mean)
  return html`<g class="arm arm-${arm.name}">
<text x="0" y="${y + 4}">${armLabels[arm.name]}</text>
${intervalBar(arm, y, scale)}
<line class="mean" x1="${x}" x2="${x}" y1="${y - 9}" y2="${y + 9}"/>
${arm.values.map((value) => html`<circle class="point" cx="${scale.at(value)}" cy="${y}" r="4"/>`)}
</g>
`
}

/** Behind the points, which are seeds: the interval is wider where few images were measured. */
function intervalBar({ interval }: Arm, y: number, scale: Scale): Markup {
  if (interval === undefined) return nothing
  const [low, high] = interval.map((end) => scale.at(end))
  return html`<path class="interval" d="M${low ?? 0} ${y}H${high ?? 0}M${low ?? 0} ${y - 5}v10M${high ?? 0} ${y - 5}v10"/>`
}

/** The effect with its interval against the line of no effect. */
function effectPlot(trial: Trial): Markup {
  const { metric, effect, interval } = trial
  if (effect === undefined || interval === undefined) return nothing
  const [low, high] = interval
  const scale = scaleOf([0, low, high, effect], plotLeft, plotRight)
  const y = 26
  const bottom = 42
  const zero = scale.at(0)
  const anchor = zero > (plotLeft + plotRight) / 2 ? 'end' : 'start'
  return html`<figure class="plot">
<svg viewBox="0 0 ${width} ${bottom + 22}" role="img" aria-label="Effect of the fix: ${effectWords(trial) ?? ''}">
${axis(scale, bottom, (value) => differenceNumber(metric, value))}
<line class="zero" x1="${zero}" x2="${zero}" y1="0" y2="${bottom}"/>
<text class="zero-label" x="${zero + (anchor === 'end' ? -5 : 5)}" y="10" text-anchor="${anchor}">no effect</text>
<g class="effect effect-${trial.verdict}">
<text x="0" y="${y + 4}">effect</text>
<path d="M${scale.at(low)} ${y}H${scale.at(high)}M${scale.at(low)} ${y - 5}v10M${scale.at(high)} ${y - 5}v10"/>
<circle cx="${scale.at(effect)}" cy="${y}" r="5"/>
</g>
</svg>
<figcaption>Effect of the fix${differenceUnit(metric) === '' ? '' : ' in percentage points'}, with its 95 % interval</figcaption>
</figure>`
}

function axis(scale: Scale, y: number, label: (value: number) => string): Markup {
  return html`<g class="axis">
<line x1="${plotLeft - 8}" x2="${width}" y1="${y}" y2="${y}"/>
${scale.ticks.map((tick) => {
  const x = scale.at(tick)
  return html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${y}"/><text x="${x}" y="${y + 16}" text-anchor="middle">${label(tick)}</text>`
})}
</g>`
}

function armsInWords({ metric }: Trial, arms: readonly Arm[]): string {
  const rows = arms.map(
    (arm) =>
      `${armLabels[arm.name]}: ${arm.values.map((value) => valueWords(metric, value)).join(', ')}${intervalWords(metric, arm)}`,
  )
  return `${metricWords[metric]} by seed. ${rows.join('; ')}.`
}

function intervalWords(metric: Trial['metric'], { interval }: Arm): string {
  if (interval === undefined) return ''
  return ` (95 % interval ${interval.map((end) => valueWords(metric, end)).join(' to ')})`
}
