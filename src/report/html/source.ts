import type { Fix } from '../../model/fix.ts'
import type { Span } from '../../model/span.ts'
import { frameLines, linesLeft, placeWords, sourceChanges } from '../source-lines.ts'
import { counted, operationWords } from '../words.ts'
import { html, type Markup } from './markup.ts'

/** Source lines with their marked stretch, under the place where they stand. */
export function codeFrame(span: Span): Markup {
  const lines = frameLines(span)
  const left = linesLeft(span, lines)
  const gutter = String(Math.max(...lines.map(({ number }) => number))).length
  const text = lines.map(
    ({ number, before, marked, after }, index) =>
      html`${index === 0 ? null : html`\n`}<span class="line-number">${String(number).padStart(gutter)}</span> ${before}${marked === '' ? null : html`<mark>${marked}</mark>`}${after}`,
  )
  return html`<figure class="code">
<figcaption>${placeWords(span)}</figcaption>
<pre tabindex="0">${text}${left === 0 ? null : html`\n${' '.repeat(gutter)} ... (${counted(left, 'more line')})`}</pre>
</figure>
`
}

const applicabilityWords: Record<Fix['applicability'], string> = {
  safe: 'changes nothing but the mistake',
  unsafe: 'look at it before you apply it',
  manual: 'to be done by hand',
}

const mostSteps = 8

/** What the fix does: data operations as a list, edits as a diff. */
export function fixPanel(fix: Fix): Markup {
  const edits = fix.operations.filter((operation) => operation.op === 'edit')
  const steps = fix.operations.filter((operation) => operation.op !== 'edit').map(operationWords)
  const rest = steps.slice(mostSteps)
  return html`<div class="fix">
<p><span class="label">Fix</span> ${fix.title} <span class="applicability">${fix.applicability}: ${applicabilityWords[fix.applicability]}</span></p>
${stepList(steps.slice(0, mostSteps))}${
  rest.length === 0
    ? null
    : html`<details><summary>${counted(rest.length, 'more step')}</summary>${stepList(rest)}</details>`
}${sourceChanges(edits).map(diff)}</div>
`
}

function stepList(steps: readonly string[]): Markup | null {
  return steps.length === 0 ? null : html`<ul>${steps.map((step) => html`<li>${step}</li>`)}</ul>`
}

function diff({ place, removed, added, hidden }: ReturnType<typeof sourceChanges>[number]): Markup {
  return html`<figure class="code diff">
<figcaption>${place}</figcaption>
<pre tabindex="0">${removed.map((line) => html`<del>- ${tabless(line)}\n</del>`)}${
    hidden > 0 ? html`<del>- ... (${counted(hidden, 'more line')})\n</del>` : null
  }${added.map((line) => html`<ins>+ ${tabless(line)}\n</ins>`)}</pre>
</figure>
`
}

const tabless = (line: string): string => line.replace(/\t/g, '    ')
