import type { NextStep } from '../next-steps.ts'
import { html, type Markup } from './markup.ts'

/** A command to be copied: the page's script adds the button. Lines break between its words before they break in one. */
export const command = (text: string): Markup =>
  html`<code class="command">${text.split(' ').map((word, index) => html`${index === 0 ? '' : ' '}<span>${word}</span>`)}</code>`

/** What to do with the report, as commands. */
export function nextSection(steps: readonly NextStep[]): Markup | null {
  if (steps.length === 0) return null
  return html`<section class="next" aria-labelledby="next">
<h2 id="next">What to do next</h2>
<ul>${steps.map((step) => html`<li>${command(step.command)} <span>${step.does}</span></li>`)}</ul>
</section>
`
}
