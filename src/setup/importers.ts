import { resolveModule } from './interpret/modules.ts'

interface Source {
  path: string
  text: string
}

const relative = /\b(?:from|require\(|import\(|import)\s*['"](\.[^'"\n]{0,200})['"]/g

/** In a notebook a line of code begins behind a quotation mark. Blanks are matched in one way only: lines may be long. */
const python =
  /^[ \t]*(?:"[ \t]*)?(?:from[ \t]+([.\w]{1,200})[ \t]+import[ \t]+([\w, \t]{1,200})|import[ \t]+([\w., \t]{1,200}))/gm

/** What a text imports that may be a file of the project, found without parsing it. */
export function modulesNamed({ path, text }: Source): string[] {
  if (!/\.(py|ipynb)$/.test(path)) return [...text.matchAll(relative)].map((match) => match[1] ?? '')
  return [...text.matchAll(python)].flatMap(([, from, names, modules]) => {
    if (from === undefined) return namesIn(modules ?? '')
    const join = from.endsWith('.') ? from : `${from}.`
    return [from, ...namesIn(names ?? '').map((name) => join + name)]
  })
}

/** `a, b as c` names a and b. */
const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim().split(/\s/)[0] ?? '')
    .filter((name) => name !== '')

/**
 * Paths of the relevant files and of those that import one of them, directly or by way of others: a main file may
 * leave the framework to what it imports.
 */
export function withImporters(files: readonly Source[], relevant: ReadonlySet<string>): Set<string> {
  const paths = new Set(files.map((file) => file.path))
  const targets = new Map(
    files.map((file) => [file.path, modulesNamed(file).map((one) => resolveModule(one, file.path, paths))]),
  )
  const found = new Set(relevant)
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const [path, imported] of targets) {
      if (imported.some((target) => target !== null && found.has(target))) found.add(path)
    }
  }
  return found
}
