import type { TrainingSetup } from '../model/setup.ts'
import { Allowance } from './allowance.ts'
import { describeSetup } from './extract/setup.ts'
import { tableIndex } from './frameworks/index.ts'
import { interpret } from './interpret/interpret.ts'
import type { Program } from './program.ts'
import { type ImportGraph, importsOf, reachable } from './project-imports.ts'
import { tooMuchCode } from './size.ts'
import type { SourceFile } from './source-file.ts'

/** What a program trains, null for nothing, and the steps that it took to tell. */
export interface Described {
  setup: TrainingSetup | null
  spent: number
}

/** Reads a share of a project's code, here or in a thread of its own. */
export interface CodeReader {
  /** What these files import, and what those import in turn. */
  imports(paths: readonly string[]): Promise<ImportGraph>
  /** What these programs train, in order, as if the project held no others. */
  describe(entries: readonly string[]): Promise<Described[]>
}

interface Parsed {
  program: Program
  text: string
  /** Other files of the project that it imports itself. */
  imports: readonly string[]
}

/** Parses files when they are asked for, each once. The answers depend on nothing but the texts. */
export class Reader implements CodeReader {
  private readonly files: ReadonlyMap<string, SourceFile>
  private readonly parsed = new Map<string, Parsed>()
  private readonly rows = tableIndex()

  /** `files` by their paths: all that may be asked for or imported. */
  constructor(files: ReadonlyMap<string, SourceFile>) {
    this.files = files
  }

  async imports(paths: readonly string[]): Promise<ImportGraph> {
    const graph = new Map<string, readonly string[]>()
    const queue = [...paths]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (graph.has(at)) continue
      const { imports } = await this.parse(at)
      graph.set(at, imports)
      queue.push(...imports)
    }
    return graph
  }

  async describe(entries: readonly string[]): Promise<Described[]> {
    const allowance = new Allowance()
    const described: Described[] = []
    for (const entry of entries) {
      const one = await this.describeOne(entry, allowance.next())
      allowance.spend(one.spent)
      described.push(one)
    }
    return described
  }

  /** What one program trains, as far as so many steps of the interpreter show. */
  async describeOne(entry: string, steps: number): Promise<Described> {
    const { program, text } = await this.parse(entry)
    const others = new Map<string, Parsed>()
    for (const other of reachable(entry, await this.imports([entry])))
      others.set(other, await this.parse(other))
    const programs = new Map<string, { program: Program; text: string }>([
      ...others,
      [entry, { program, text }],
    ])
    const { record, spent } = interpret(program, programs, this.rows, steps)
    const imported = [...others.values()].map((other) => other.program)
    return { setup: describeSetup(program, record, imported), spent }
  }

  private async parse(path: string): Promise<Parsed> {
    const known = this.parsed.get(path)
    if (known !== undefined) return known
    const file = this.files.get(path)
    if (file === undefined) throw new Error(`${path} is not among the files to read`)
    const program = await parse(file)
    const imports = new Set(importsOf(program.body, path, this.files))
    imports.delete(path)
    const parsed = { program, text: file.text, imports: [...imports] }
    this.parsed.set(path, parsed)
    return parsed
  }
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
