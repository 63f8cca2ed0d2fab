import type { DatasetSummary } from '../../model/report.ts'
import { counted, splitWords } from '../words.ts'
import { html, type Markup } from './markup.ts'

const height = 40

/** The sizes of many classes at a glance: a row of bars for each side, the classes in one order, largest first. */
export function classPlot(classes: readonly string[], splits: DatasetSummary['splits']): Markup {
  const size = (label: string) => splits.reduce((sum, split) => sum + countOf(split, label), 0)
  const sizes = new Map(classes.map((label) => [label, size(label)]))
  const order = [...classes].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || (a < b ? -1 : 1))
  return html`<div class="class-plot">${splits.map((split) => sideBars(split, order))}</div>
`
}

function sideBars(split: DatasetSummary['splits'][number], order: readonly string[]): Markup {
  const counts = order.map((label) => countOf(split, label))
  const most = Math.max(1, ...counts)
  // One path for all bars: a set may have thousands of classes.
  const bars = counts.map((count, index) => {
    const top = height - Math.round((count / most) * height * 10) / 10
    return `M${index} ${height}V${top}h1V${height}z`
  })
  const range = `${Math.min(...counts).toLocaleString('en-US')} to ${most.toLocaleString('en-US')} images each`
  return html`<figure><svg viewBox="0 0 ${counts.length} ${height}" preserveAspectRatio="none" role="img" aria-label="${splitWords(split.name)}: ${counted(counts.length, 'class', 'classes')}, ${range}"><path class="fill-${split.name}" d="${bars.join('')}"/></svg><figcaption>${splitWords(split.name)}: ${range}, classes from the largest to the smallest</figcaption></figure>`
}

/** Images of a class in one side; labels may be called `constructor`. */
export const countOf = ({ classes }: DatasetSummary['splits'][number], label: string): number =>
  Object.hasOwn(classes, label) ? (classes[label] ?? 0) : 0
