import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { WorkContext } from '../model/progress.ts'
import type { Project, ProjectFile } from '../model/project.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { describeFault } from '../project/problem.ts'
import { describeSetup } from './extract/setup.ts'
import { tableIndex } from './frameworks/index.ts'
import { withImporters } from './importers.ts'
import { Allowance, interpret } from './interpret/interpret.ts'
import type { Program } from './program.ts'
import { importedFiles, importsOf, reachable } from './project-imports.ts'
import { tooMuchCode } from './size.ts'

/** A source file with its text. Paths are POSIX, relative to the project. */
export interface SourceFile {
  path: string
  kind: 'python' | 'notebook' | 'typescript'
  text: string
  /** Why there is no text: the file is named as a gap. */
  fault?: string
}

/** A larger file is not opened; a notebook with its pictures stays below. In bytes. */
const largestSource = 64_000_000

/**
 * One description of every training program among the files: a file that others import is part of theirs. Pure over
 * the texts; files that do not parse become gaps of their setup.
 */
export async function setupsOf(files: readonly SourceFile[]): Promise<TrainingSetup[]> {
  const programs = await parseAll(files)
  const rows = tableIndex()
  const graph = new Map([...programs].map(([file, { imports }]) => [file, imports]))
  const imported = importedFiles(graph)
  const setups: TrainingSetup[] = []
  const allowance = new Allowance()
  for (const [file, { program }] of programs) {
    if (imported.has(file)) continue
    const others = [...reachable(file, graph)]
      .map((other) => programs.get(other)?.program)
      .filter((one) => one !== undefined)
    const setup = describeSetup(program, interpret(program, programs, rows, allowance), others)
    if (setup !== null) setups.push(setup)
  }
  return setups.sort((a, b) => (a.file < b.file ? -1 : 1))
}

interface Parsed {
  program: Program
  text: string
  /** Other files of the project that it imports itself. */
  imports: string[]
}

/** The files that speak of training, and those that they import (a `config.py` of constants, say). */
async function parseAll(files: readonly SourceFile[]): Promise<Map<string, Parsed>> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const programs = new Map<string, Parsed>()
  const relevant = new Set<string>()
  for (const file of files) if (await speaksOfTraining(file)) relevant.add(file.path)
  const wanted = withImporters(files, relevant)
  const queue = files.filter((file) => wanted.has(file.path))
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (programs.has(file.path)) continue
    const program = await parse(file)
    const imports = importsOf(program.body, file.path, byPath).filter((target) => target !== file.path)
    programs.set(file.path, { program, text: file.text, imports: [...new Set(imports)] })
    for (const target of imports) {
      const imported = byPath.get(target)
      if (imported !== undefined) queue.push(imported)
    }
  }
  return new Map([...programs].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function speaksOfTraining({ kind, text, fault }: SourceFile): Promise<boolean> {
  if (fault !== undefined) return true
  if (kind === 'typescript') return (await import('./typescript/relevant.ts')).mentionsTensorflow(text)
  return (await import('./python/relevant.ts')).mentionsTraining(text)
}

/** Parsers are loaded only when there is a file of their language to parse. */
async function parse(file: SourceFile): Promise<Program> {
  const fault = file.fault ?? (file.kind === 'notebook' ? null : tooMuchCode(file.text.length))
  if (fault !== null) {
    const language = file.kind === 'typescript' ? file.kind : 'python'
    return { path: file.path, language, body: [], suppressions: [], gaps: [{ reason: fault }] }
  }
  if (file.kind === 'typescript') return (await import('./typescript/parse.ts')).parseTypeScript(file)
  if (file.kind === 'notebook') return (await import('./python/notebook.ts')).parseNotebook(file)
  return (await import('./python/parse.ts')).parsePython(file)
}

/** Setups of all source files of the project; files that cannot be read are gaps of a setup of their own. */
export async function gatherSetups(project: Project, work: WorkContext): Promise<TrainingSetup[]> {
  const stage = work.progress.start('Reading training code', project.files.filter(isSource).length, 'files')
  const files: SourceFile[] = []
  try {
    for (const file of project.files) {
      work.signal.throwIfAborted()
      const { kind } = file
      if (kind !== 'python' && kind !== 'notebook' && kind !== 'typescript') continue
      files.push({
        path: file.path,
        kind,
        ...(await readSource(path.join(project.root, file.path), file.size)),
      })
      stage.advance()
    }
    return await setupsOf(files)
  } finally {
    stage.finish()
  }
}

const isSource = ({ kind }: ProjectFile) => kind === 'python' || kind === 'notebook' || kind === 'typescript'

async function readSource(file: string, size: number): Promise<Pick<SourceFile, 'text' | 'fault'>> {
  if (size > largestSource)
    return { text: '', fault: `${Math.round(size / 1e6)} MB: too large to be read as code` }
  try {
    return { text: await readFile(file, 'utf8') }
  } catch (fault) {
    return { text: '', fault: describeFault(fault) }
  }
}
