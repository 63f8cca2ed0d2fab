import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../rules/', import.meta.url))

/** The rule ids by the files of `rules/<category>/<name>.ts`, sorted. */
export function ruleIds(): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((category) =>
      readdirSync(path.join(folder, category.name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${category.name}/${file.slice(0, -'.ts'.length)}`),
    )
    .sort()
}

/** The text of `rules/index.ts`: one import per rule file. */
export function rulesIndex(): string {
  const ids = ruleIds()
  const local = (id: string) => id.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())
  return [
    '// Generated from the files below by `npm run generate`. Do not edit.',
    "import type { Rule } from '../src/model/rule.ts'",
    ...ids.map((id) => `import ${local(id)} from './${id}.ts'`),
    '',
    '/** Every rule, sorted by id. */',
    `export const rules: readonly Rule[] = [\n${ids.map((id) => `  ${local(id)},\n`).join('')}]`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(path.join(folder, 'index.ts'), rulesIndex())
}
