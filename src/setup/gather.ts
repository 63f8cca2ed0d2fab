import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { describeFault } from '../project/problem.ts'
import { describeSetup } from './extract/setup.ts'
import { tableIndex } from './frameworks/index.ts'
import { interpret, type Programs } from './interpret/interpret.ts'
import { resolveModule } from './interpret/modules.ts'
import type { Program, Statement } from './program.ts'

/** A source file with its text. Paths are POSIX, relative to the project. */
export interface SourceFile {
  path: string
  kind: 'python' | 'notebook' | 'typescript'
  text: string
}

/** A source file larger than this is generated or data; it is named as a gap. In bytes. */
const largestSource = 4_000_000

/**
 * One description of every training program among the files: a file that others import is part of theirs. Pure over
 * the texts; files that do not parse become gaps of their setup.
 */
export async function setupsOf(files: readonly SourceFile[]): Promise<TrainingSetup[]> {
  const programs = await parseAll(files)
  const rows = tableIndex()
  const imported = importedFiles(programs)
  const setups: TrainingSetup[] = []
  for (const [file, { program }] of programs) {
    if (imported.has(file)) continue
    const others = [...reachable(file, programs)]
      .map((other) => programs.get(other)?.program)
      .filter((one) => one !== undefined)
    const setup = describeSetup(program, interpret(program, programs, rows), others)
    if (setup !== null) setups.push(setup)
  }
  return setups.sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** The files that speak of training, and those that they import (a `config.py` of constants, say). */
async function parseAll(
  files: readonly SourceFile[],
): Promise<Map<string, { program: Program; text: string }>> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const programs = new Map<string, { program: Program; text: string }>()
  const queue: SourceFile[] = []
  for (const file of files) if (await speaksOfTraining(file)) queue.push(file)
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (programs.has(file.path)) continue
    const program = await parse(file)
    programs.set(file.path, { program, text: file.text })
    for (const target of importsOf(program.body, file.path, byPath)) {
      const imported = byPath.get(target)
      if (imported !== undefined) queue.push(imported)
    }
  }
  return new Map([...programs].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function speaksOfTraining({ kind, text }: SourceFile): Promise<boolean> {
  if (kind === 'typescript') return (await import('./typescript/relevant.ts')).mentionsTensorflow(text)
  return (await import('./python/relevant.ts')).mentionsTraining(text)
}

/** Parsers are loaded only when there is a file of their language to parse. */
async function parse(file: SourceFile): Promise<Program> {
  if (file.kind === 'typescript') return (await import('./typescript/parse.ts')).parseTypeScript(file)
  if (file.kind === 'notebook') return (await import('./python/notebook.ts')).parseNotebook(file)
  return (await import('./python/parse.ts')).parsePython(file)
}

/** Setups of all source files of the project; files that cannot be read are gaps of a setup of their own. */
export async function gatherSetups(project: Project, work: WorkContext): Promise<TrainingSetup[]> {
  const wanted = project.files.filter(
    (file) => file.kind === 'python' || file.kind === 'notebook' || file.kind === 'typescript',
  )
  const stage = work.progress.start('Reading training code', wanted.length, 'files')
  const files: SourceFile[] = []
  try {
    for (const file of wanted) {
      work.signal.throwIfAborted()
      if (file.kind !== 'python' && file.kind !== 'notebook' && file.kind !== 'typescript') continue
      const text = await readSource(path.join(project.root, file.path), file.size)
      if (typeof text === 'string') files.push({ path: file.path, kind: file.kind, text })
      else project.problems.push({ path: file.path, reason: text.reason })
      stage.advance()
    }
    return await setupsOf(files)
  } finally {
    stage.finish()
  }
}

async function readSource(file: string, size: number): Promise<string | { reason: string }> {
  if (size > largestSource)
    return { reason: `source file of ${Math.round(size / 1e6)} MB: too large to be read as code` }
  try {
    return await readFile(file, 'utf8')
  } catch (fault) {
    return { reason: describeFault(fault) }
  }
}

/** Files that another file imports, but for files that import one another: those stay programs of their own. */
function importedFiles(programs: Programs): ReadonlySet<string> {
  const imported = new Set<string>()
  for (const file of programs.keys()) {
    for (const other of reachable(file, programs))
      if (!reachable(other, programs).has(file)) imported.add(other)
  }
  return imported
}

function reachable(file: string, programs: Programs): ReadonlySet<string> {
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

function importsOf(
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
