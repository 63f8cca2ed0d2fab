import type { Programs } from './interpret/interpret.ts'
import { resolveModule } from './interpret/modules.ts'
import type { Statement } from './program.ts'

/** Files that another file imports, but for files that import one another: those stay programs of their own. */
export function importedFiles(programs: Programs): ReadonlySet<string> {
  const imported = new Set<string>()
  for (const file of programs.keys()) {
    for (const other of reachable(file, programs))
      if (!reachable(other, programs).has(file)) imported.add(other)
  }
  return imported
}

/** The files that a file imports, directly or not. */
export function reachable(file: string, programs: Programs): ReadonlySet<string> {
  const seen = new Set<string>()
  const queue = [file]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const program = programs.get(at)?.program
    for (const target of program === undefined ? [] : importsOf(program.body, at, programs)) {
      if (target === file || seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return seen
}

/** The project files that a program's import statements mean; `programs` knows the paths there are. */
export function importsOf(
  body: readonly Statement[],
  importer: string,
  programs: ReadonlyMap<string, unknown>,
): string[] {
  return body.flatMap((node) => {
    if (node.kind === 'if') return importsOf([...node.then, ...node.otherwise], importer, programs)
    if (node.kind === 'try') return importsOf([...node.body, ...node.handlers.flat()], importer, programs)
    if (node.kind === 'define') return importsOf(node.function.body, importer, programs)
    if (node.kind !== 'import') return []
    return node.bindings.flatMap(({ module, name }) => {
      const found = resolveModule(module, importer, programs)
      const submodule =
        found === null && name !== null
          ? resolveModule(`${module}${module.endsWith('.') ? '' : '.'}${name}`, importer, programs)
          : null
      return [found, submodule].filter((one) => one !== null)
    })
  })
}
