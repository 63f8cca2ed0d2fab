import { resolveModule } from '../interpret/modules.ts'

const specifier = /\b(?:from|require\(|import\(|import)\s*['"](\.[^'"\n]{0,200})['"]/g

/** The files that a text imports by a relative path, found without parsing it. */
export const relativeImports = (text: string): string[] =>
  [...text.matchAll(specifier)].map((match) => match[1] ?? '')

/**
 * Paths of the files that import one of the relevant files, directly or by way of others: a main file may leave
 * all of TensorFlow to what it imports.
 */
export function importersOf(
  files: readonly { path: string; text: string }[],
  relevant: ReadonlySet<string>,
): Set<string> {
  const paths = new Set(files.map((file) => file.path))
  const targets = new Map(
    files.map(({ path, text }) => [
      path,
      relativeImports(text).map((one) => resolveModule(one, path, paths)),
    ]),
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
