import type { Finding } from '../../model/finding.ts'
import type { CurvePoint, Curves, Report } from '../../model/report.ts'
import { counted } from '../words.ts'
import { curvePlot, type Mark, type Quantity } from './curve-plot.ts'
import { anchorOf } from './group.ts'
import { html, type Markup } from './markup.ts'

/** Runs whose curves are open to see; the others unfold. */
const mostOpen = 3

/** The curves of the training runs, with what the symptom rules saw marked on them. */
export function curvesSection({ histories = [], findings }: Report): Markup | null {
  if (histories.length === 0) return null
  const rest = histories.slice(mostOpen)
  const panel = (run: Curves, index: number) => runPanel(run, marksOf(run, findings), `curve-${index}`)
  return html`<section class="curves" aria-labelledby="curves">
<h2 id="curves">What training showed</h2>
${histories.slice(0, mostOpen).map(panel)}${
  rest.length === 0
    ? null
    : html`<details><summary>${counted(rest.length, 'more run')}</summary>${rest.map((run, index) => panel(run, mostOpen + index))}</details>`
}
</section>
`
}

function runPanel(run: Curves, marks: readonly Mark[], id: string): Markup {
  const drawn = (['loss', 'accuracy'] as const).filter((quantity) => has(run.points, quantity))
  return html`<div class="run">
<p class="path">${run.file}${run.run === '' ? null : `, ${run.run}`}</p>
<div class="run-plots">${drawn.map((quantity) => curvePlot(run, { quantity, marks: marks.filter((mark) => drawn.length === 1 || mark.on.includes(quantity)), id: `${id}-${quantity}` }))}</div>
${marks.length === 0 ? null : html`<ol class="marks">${marks.map(({ number, rule, message }) => html`<li value="${number}"><a href="#${anchorOf(rule)}">${rule}</a>: ${message}</li>`)}</ol>`}
</div>
`
}

const has = (points: readonly CurvePoint[], quantity: Quantity): boolean =>
  points.some((point) =>
    quantity === 'loss'
      ? point.trainLoss !== null || point.validationLoss !== null
      : point.trainAccuracy !== null || point.validationAccuracy !== null,
  )

/** Where each symptom shows. */
const shownOn: Readonly<Record<string, readonly Quantity[]>> = {
  'symptoms/overfitting': ['loss', 'accuracy'],
  'symptoms/oscillation': ['loss'],
  'symptoms/divergence': ['loss'],
}

/** The symptoms of one run, numbered: at the epoch that the finding names, else at the end of the run. */
function marksOf({ file, run, points }: Curves, findings: readonly Finding[]): Mark[] {
  const end = points.at(-1)?.epoch ?? 0
  return findings
    .filter(
      ({ rule, locations, evidence }) =>
        rule.startsWith('symptoms/') && evidence.run === run && locations[0]?.path === file,
    )
    .map(({ rule, message, evidence: { epoch } }, index) => ({
      number: index + 1,
      rule,
      message,
      epoch: typeof epoch === 'number' ? epoch : end,
      on: shownOn[rule] ?? ['accuracy'],
    }))
}
