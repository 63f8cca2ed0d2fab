import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rules } from '../rules/index.ts'
import { categoryOf, type Rule } from '../src/model/rule.ts'
import { plainMarkdown, ruleMarkdown } from '../src/report/rule-text.ts'

/** Where the pages are kept. */
export const docsFolder = fileURLToPath(new URL('../docs/rules/', import.meta.url))

/** The pages of `docs/rules/`: one per rule and an index; path below the folder -> Markdown. */
export function ruleDocs(): Map<string, string> {
  return new Map([
    ['README.md', indexPage()],
    ...rules.map((rule): [string, string] => [`${rule.id}.md`, rulePage(rule)]),
  ])
}

const generated = '<!-- Generated from the rules by `npm run generate`. Do not edit. -->\n'

function indexPage(): string {
  const categories = [...new Set(rules.map(({ id }) => categoryOf(id)))]
  const tables = categories.map((category) => {
    const rows = rules.filter(({ id }) => categoryOf(id) === category).map(indexRow)
    return `## ${category}\n\n| rule | severity | trial | what it finds |\n|---|---|---|---|\n${rows.join('')}`
  })
  const about =
    'A trial can *confirm* or *refute* the fixes of the rules marked so. `doctor explain RULE` prints the same pages.\n'
  return `${generated}\n# Rules\n\n${about}\n${tables.join('\n')}`
}

function indexRow({ id, severity, maturity, trial, docs }: Rule): string {
  const preview = maturity === 'preview' ? ' (preview)' : ''
  return `| [${id}](${id}.md)${preview} | ${severity} | ${trial ? 'yes' : ''} | ${plainMarkdown(docs.what).replace(/\|/g, '\\|')} |\n`
}

function rulePage(rule: Rule): string {
  return `${generated}\n# ${rule.id}\n\n${ruleMarkdown(rule)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(docsFolder, { recursive: true, force: true })
  for (const [name, text] of ruleDocs()) {
    const file = path.join(docsFolder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
