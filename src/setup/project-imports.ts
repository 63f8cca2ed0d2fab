import { addTo } from '../model/group-by.ts'
import { resolveModule } from './interpret/modules.ts'
import type { Statement } from './program.ts'

/** Which files each file imports itself. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** The files that a file imports, directly or not. */
export function reachable(file: string, graph: ImportGraph): ReadonlySet<string> {
  const seen = new Set<string>()
  const queue = [file]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const target of graph.get(at) ?? []) {
      if (target === file || seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return seen
}

/** Files that another file imports, but for files that import one another: those stay programs of their own. */
export function importedFiles(graph: ImportGraph): ReadonlySet<string> {
  const circleOf = circles(graph)
  const entered = new Set<number>()
  for (const [file, targets] of graph) {
    for (const target of targets) {
      const circle = circleOf.get(target)
      if (circle !== undefined && circle !== circleOf.get(file)) entered.add(circle)
    }
  }
  return new Set([...circleOf].filter(([, circle]) => entered.has(circle)).map(([file]) => file))
}

/**
 * A number for each file, equal for files that import one another (strongly connected components by Kosaraju's two
 * passes: files in the order in which their search ends, then backwards along the imports).
 */
function circles(graph: ImportGraph): ReadonlyMap<string, number> {
  const importers = new Map<string, string[]>()
  for (const [file, targets] of graph) for (const target of targets) addTo(importers, target, file)
  const circleOf = new Map<string, number>()
  for (const [circle, root] of byEndOfSearch(graph).reverse().entries()) {
    const queue = circleOf.has(root) ? [] : [root]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (circleOf.has(at)) continue
      circleOf.set(at, circle)
      queue.push(...(importers.get(at) ?? []))
    }
  }
  return circleOf
}

/** Depth first, each file after all that it imports; without recursion, for chains of any length. */
function byEndOfSearch(graph: ImportGraph): string[] {
  const done: string[] = []
  const seen = new Set<string>()
  for (const root of graph.keys()) {
    const stack = [{ file: root, next: 0 }]
    if (seen.has(root)) continue
    seen.add(root)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = graph.get(top.file)?.[top.next]
      top.next += 1
      if (target === undefined) {
        done.push(top.file)
        stack.pop()
      } else if (!seen.has(target)) {
        seen.add(target)
        stack.push({ file: target, next: 0 })
      }
    }
  }
  return done
}

/** The project files that a program's import statements mean; `files` knows the paths there are. */
export function importsOf(
  body: readonly Statement[],
  importer: string,
  files: ReadonlyMap<string, unknown>,
): string[] {
  return body.flatMap((node) => {
    if (node.kind !== 'import') return blocksIn(node).flatMap((block) => importsOf(block, importer, files))
    return node.bindings.flatMap(({ module, name }) => {
      const found = resolveModule(module, importer, files)
      const submodule =
        found === null && name !== null
          ? resolveModule(`${module}${module.endsWith('.') ? '' : '.'}${name}`, importer, files)
          : null
      return [found, submodule].filter((one) => one !== null)
    })
  })
}

/** The blocks of a compound statement. */
function blocksIn(node: Statement): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case 'if':
      return [node.then, node.otherwise]
    case 'try':
      return [node.body, ...node.handlers, node.finally]
    case 'define':
      return [node.function.body]
    case 'class':
    case 'for':
    case 'while':
    case 'with':
      return [node.body]
    default:
      return []
  }
}
