import { type Dirent, type Stats, statSync } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import ignore, { type Ignore } from 'ignore'
import type { ProjectFile, ProjectProblem } from '../model/project.ts'
import { kindOf, skippedFolders } from './kinds.ts'
import { describeFault } from './problem.ts'

interface Walked {
  files: ProjectFile[]
  problems: ProjectProblem[]
}

/**
 * All files below `root`, sorted by path, links followed once per real folder. `.gitignore` is not honoured, since
 * data sets are usually in it; `.doctorignore` (same syntax, at the root) is. What cannot be read becomes a problem.
 */
export async function walk(root: string): Promise<Walked> {
  const walked: Walked = { files: [], problems: [] }
  const ignored = await readIgnoreFile(root)
  await walkFolder(root, '', { walked, ignored, seen: new Set(), isSlow: false })
  walked.files.sort((a, b) => (a.path < b.path ? -1 : 1))
  walked.problems.sort((a, b) => (a.path < b.path ? -1 : 1))
  return walked
}

interface Walk {
  walked: Walked
  ignored: Ignore | null
  /** Real paths of folders already entered: a link to a parent must not loop. */
  seen: Set<string>
  /** Whether the disk was found to answer slowly. */
  isSlow: boolean
}

/** null where there is none: asking for every file takes a while. */
async function readIgnoreFile(root: string): Promise<Ignore | null> {
  const text = await readFile(path.join(root, '.doctorignore'), 'utf8').catch(() => null)
  return text === null ? null : ignore({ allowRelativePaths: true }).add(text)
}

async function walkFolder(root: string, folder: string, walk: Walk): Promise<void> {
  const absolute = path.join(root, folder)
  let entries: Dirent[]
  try {
    const real = await realpath(absolute)
    if (walk.seen.has(real)) return
    walk.seen.add(real)
    entries = await readdir(absolute, { withFileTypes: true })
  } catch (fault) {
    walk.walked.problems.push({ path: folder === '' ? '.' : folder, reason: describeFault(fault) })
    return
  }
  const folders: string[] = []
  const visitOne = async (entry: Dirent) => {
    const inside = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (await visit(root, inside, entry, walk)) folders.push(inside)
  }
  for (let from = 0; from < entries.length; from += atOnce) {
    const started = performance.now()
    const some = entries.slice(from, from + atOnce)
    if (walk.isSlow) await Promise.all(some.map(visitOne))
    else for (const entry of some) await visitOne(entry)
    if (performance.now() - started > slow * some.length) walk.isSlow = true
  }
  for (const inside of folders.sort()) await walkFolder(root, inside, walk)
}

/**
 * A local disk says what a file is sooner than a thread of the pool could be asked to ask it (3 against 22 microseconds
 * of processor time); one that takes milliseconds to answer, over a network, is asked many things at once.
 */
const slow = 1
const atOnce = 256

/** Records a file; true for a folder that is to be entered. */
async function visit(root: string, inside: string, entry: Dirent, walk: Walk): Promise<boolean> {
  if (entry.isDirectory() || entry.isSymbolicLink()) {
    if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) return false
    if (walk.ignored?.ignores(`${inside}/`)) return false
    if (entry.isDirectory()) return true
  }
  if (walk.ignored?.ignores(inside)) return false
  try {
    const file = path.join(root, inside)
    const status: Stats = walk.isSlow ? await stat(file) : statSync(file)
    if (status.isDirectory()) return true
    if (status.isFile()) {
      walk.walked.files.push({
        path: inside,
        kind: kindOf(inside),
        size: status.size,
        modifiedMs: status.mtimeMs,
      })
    }
  } catch (fault) {
    walk.walked.problems.push({ path: inside, reason: describeFault(fault) })
  }
  return false
}
