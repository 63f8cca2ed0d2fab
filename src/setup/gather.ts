import type { WorkContext } from '../model/progress.ts'
import type { Project, ProjectFile } from '../model/project.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { withImporters } from './importers.ts'
import { optimisedLate } from './late-optimisation.ts'
import { importedFiles } from './project-imports.ts'
import { type CodeReader, Reader } from './reader.ts'
import { ReadingThread } from './reading-thread.ts'
import { shares } from './shares.ts'
import { readSource, type SourceFile } from './source-file.ts'
import { withinAllowance } from './within-allowance.ts'

/** A share of files that is worth a thread, which takes a second of processor time to start and to warm up. */
const fewestFiles = 100

/** So long at most nobody is heard while files are read, in milliseconds. */
const patience = 50

/** Setups of all source files of the project; files that cannot be read are gaps of a setup of their own. */
export async function gatherSetups(project: Project, work: WorkContext): Promise<TrainingSetup[]> {
  const stage = work.progress.start('Reading training code', project.files.filter(isSource).length, 'files')
  const files: SourceFile[] = []
  try {
    let heard = performance.now()
    for (const file of project.files) {
      if (performance.now() - heard > patience) {
        await new Promise((resume) => setImmediate(resume))
        heard = performance.now()
      }
      work.signal.throwIfAborted()
      const source = readSource(project, file)
      if (source === null) continue
      files.push(source)
      stage.advance()
    }
    return await optimisedLate(() => setupsOf(files, work))
  } finally {
    stage.finish()
  }
}

const isSource = ({ kind }: ProjectFile) => kind === 'python' || kind === 'notebook' || kind === 'typescript'

/**
 * One description of every training program among the files: a file that others import is part of theirs. Pure over
 * the texts, however many threads share the work; files that do not parse become gaps of their setup.
 */
export async function setupsOf(
  files: readonly SourceFile[],
  { jobs, signal }: Pick<WorkContext, 'jobs' | 'signal'> = { jobs: 1, signal: new AbortController().signal },
): Promise<TrainingSetup[]> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const wanted = await filesOfTraining(files)
  const threads = Math.max(1, Math.min(jobs, Math.floor(wanted.length / fewestFiles)))
  const here = new Reader(byPath)
  const elsewhere = Array.from({ length: threads - 1 }, () => new ReadingThread(byPath, signal))
  // The other threads are asked first: this one hears nobody while it reads.
  const readers = [...elsewhere, here]
  const shareOf = shares(wanted, readers.length)
  const read = <T>(paths: readonly string[], one: (reader: CodeReader, own: string[]) => Promise<T>) =>
    Promise.all(
      readers.map((reader, share) =>
        one(
          reader,
          paths.filter((file) => shareOf(file) === share),
        ),
      ),
    )
  try {
    const paths = wanted.map((file) => file.path)
    const graph = new Map(
      (await read(paths, (reader, own) => reader.imports(own))).flatMap((part) => [...part]),
    )
    const imported = importedFiles(graph)
    const entries = [...graph.keys()].filter((file) => !imported.has(file)).sort()
    // Shares follow one another in the order of paths, as entries do.
    const described = (await read(entries, (reader, own) => reader.describe(own))).flat()
    return await withinAllowance(entries, described, here)
  } finally {
    await Promise.all(elsewhere.map((thread) => thread.close()))
  }
}

/** The files that speak of training and those that import them, by path. */
async function filesOfTraining(files: readonly SourceFile[]): Promise<SourceFile[]> {
  const relevant = new Set<string>()
  for (const file of files) if (await speaksOfTraining(file)) relevant.add(file.path)
  const wanted = withImporters(files, relevant)
  return files.filter((file) => wanted.has(file.path)).sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function speaksOfTraining({ kind, text, fault }: SourceFile): Promise<boolean> {
  if (fault !== undefined) return true
  if (kind === 'typescript') return (await import('./typescript/relevant.ts')).mentionsTensorflow(text)
  return (await import('./python/relevant.ts')).mentionsTraining(text)
}
