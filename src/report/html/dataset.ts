import type { DatasetSummary } from '../../model/report.ts'
import { counted, splitWords } from '../words.ts'
import { classPlot, countOf } from './class-plot.ts'
import { html, type Markup } from './markup.ts'

const mostOpen = 16

/** Rows of the table at most: more classes are in the plot, and in the JSON report. */
const mostRows = 500

/** Images per class and side of the split, with a bar for each. */
export function datasetSection({ splits, origin }: DatasetSummary): Markup | null {
  if (splits.length === 0) return null
  const classes = [...new Set(splits.flatMap((split) => Object.keys(split.classes)))].sort(byName)
  const most = Math.max(1, ...splits.flatMap((split) => Object.values(split.classes)))
  const rest = classes.slice(mostOpen, mostRows)
  const left = classes.length - mostOpen - rest.length
  const table = (names: readonly string[]) => classTable(names, splits, most)
  return html`<section aria-labelledby="data">
<h2 id="data">The data</h2>
<p class="note">The split is known from ${origin}.</p>
${classes.length > mostOpen ? classPlot(classes, splits) : null}${table(classes.slice(0, mostOpen))}${
  rest.length === 0
    ? null
    : html`<details><summary>${counted(rest.length, 'more class', 'more classes')}</summary>${table(rest)}${left > 0 ? html`<p class="note">and ${counted(left, 'more class', 'more classes')}: --format json names them</p>` : null}</details>`
}
</section>
`
}

/** Case aside, so that spellings of one name stand together; the same on every machine. */
function byName(a: string, b: string): number {
  const [low, high] = [a.toLowerCase(), b.toLowerCase()]
  return low === high ? (a < b ? -1 : 1) : low < high ? -1 : 1
}

function classTable(classes: readonly string[], splits: DatasetSummary['splits'], most: number): Markup {
  return html`<table class="classes">
<thead><tr><th scope="col">Class</th>${splits.map(
    ({ name, samples }) =>
      html`<th scope="col"><span class="split split-${name}">${splitWords(name)}</span> ${samples.toLocaleString('en-US')}</th>`,
  )}</tr></thead>
<tbody>
${classes.map(
  (
    label,
  ) => html`<tr><th scope="row">${label}</th>${splits.map((split) => cell(split.name, countOf(split, label), most))}</tr>
`,
)}</tbody>
</table>
`
}

function cell(split: string, count: number, most: number): Markup {
  const share = Math.round((count / most) * 1000) / 10
  return html`<td${count === 0 ? html` class="none"` : null}><span class="bar-cell"><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="fill-${split}" width="${share}" height="8"/></svg><span class="number">${count === 0 ? 'none' : count.toLocaleString('en-US')}</span></span></td>`
}
