import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { TrainingHistory } from '../model/history.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project, ProjectFile } from '../model/project.ts'
import { describeFault } from '../project/problem.ts'
import { withoutCopies } from './copies.ts'
import { isLogHeader, readCsv } from './csv.ts'
import { mayHoldLog, readJson, readJsonLines } from './json.ts'
import { historiesOf, type ReadLog } from './runs.ts'

const headBytes = 4096
/** A text log of a million epochs fits in; annotation files of that size are not opened further. */
const largestText = 64 * 1024 * 1024

/**
 * The training runs that the project's logs show, each once, sorted by file and run. Logs are found by their content: a look at
 * the first bytes decides which files are read. `history` of the config names them instead, if given.
 * @throws Error when a file named in the config is no log
 */
export async function gatherHistory(project: Project, work: WorkContext): Promise<TrainingHistory[]> {
  const named = project.config.history
  const files =
    named === undefined ? project.files.filter(mayBeLog).map((file) => file.path) : [...named].sort()
  const logs: ReadLog[] = []
  for (const file of files.filter((name) => !isEventFile(name))) {
    work.signal.throwIfAborted()
    const log = await readTextLog(project.root, file)
    if (log !== null) logs.push(log)
    else if (named !== undefined) throw new Error(`${file}: no training log, as far as it can be recognised`)
  }
  const eventFiles = files.filter(isEventFile)
  if (eventFiles.length > 0) {
    // Loaded when needed: its reader of protocol buffers is slow to load.
    const { readEventFiles } = await import('./tensorboard/read.ts')
    logs.push(...(await readEventFiles(project.root, eventFiles)))
  }
  const byFile = (a: ReadLog, b: ReadLog) => (a.file < b.file ? -1 : 1)
  const histories = withoutCopies(logs.sort(byFile).flatMap(historiesOf))
  for (const history of histories) noteGaps(history, work)
  return histories
}

/** One line per log that was read in part. */
function noteGaps({ file, gaps }: TrainingHistory, { progress }: WorkContext): void {
  const [first] = gaps
  if (first === undefined) return
  const place = first.line === null ? '' : `line ${first.line} `
  const more = gaps.length > 1 ? `, and ${gaps.length - 1} more` : ''
  progress.note(`${file} was read in part: ${place}${first.reason}${more}`)
}

const isEventFile = (file: string) => path.posix.basename(file).includes('.tfevents.')

const mayBeLog = ({ path: file, kind, size }: ProjectFile) =>
  size > 0 && (kind === 'log' || kind === 'manifest') && (isEventFile(file) || size <= largestText)

/** null when the file's content is no log; a file that may be one but cannot be opened is a log with a gap. */
async function readTextLog(root: string, file: string): Promise<ReadLog | null> {
  const reader = readerOf(file)
  const place = path.resolve(root, file)
  try {
    const head = await readHead(place)
    if (!reader.mayBe(head)) return null
    return reader.read(file, await readFile(place, 'utf8'))
  } catch (fault) {
    const gaps = [{ line: null, reason: `${file}: ${describeFault(fault)}` }]
    return { file, format: 'csv', names: {}, runs: new Map(), gaps }
  }
}

interface TextReader {
  mayBe(head: string): boolean
  read(file: string, text: string): ReadLog | null
}

const csv: TextReader = {
  mayBe: (head) => isLogHeader(head.trimStart().split(/\r?\n/, 1)[0] ?? ''),
  read: readCsv,
}

function readerOf(file: string): TextReader {
  const extension = path.posix.extname(file).toLowerCase()
  if (extension === '.json') return { mayBe: mayHoldLog, read: readJson }
  if (extension === '.jsonl') return { mayBe: mayHoldLog, read: readJsonLines }
  return csv
}

async function readHead(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
