import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const Violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }))

/** What axe-core finds wrong with a page, each with its first element; the page must let foreign scripts in. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = Violations.parse(await page.evaluate('axe.run().then((result) => result.violations)'))
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
