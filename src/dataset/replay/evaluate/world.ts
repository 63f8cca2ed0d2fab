import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parentOf } from '../../tree.ts'
import { Undecided } from './values.ts'

export interface Entry {
  name: string
  folder: boolean
  /** A link, which `os.walk` and `**` do not follow. */
  link: boolean
}

/** The files that expressions read. Paths are as the code writes them. */
export interface World {
  /** What lies in a folder, sorted by nothing; null when it is no folder that can be read. */
  entries(folder: string): readonly Entry[] | null
  /** Text of a file; null when it cannot be read. */
  text(file: string): string | null
  /** The path in the project, POSIX, of an existing file or folder; null when there is none. */
  place(written: string): string | null
  /** The script's own path, as `__file__` gives it. */
  readonly script: string
}

/** Where absolute paths of the project begin in expressions: it has no other place that they could know. */
const projectRoot = '/project'

/**
 * The project on disk as a script of it sees it. Relative paths mean the script's folder, else the project: people
 * start scripts from either.
 * @throws Undecided from its methods, for paths outside the project
 */
export function worldOf(root: string, script: string): World {
  const listed = new Map<string, readonly Entry[] | null>()
  const absolute = (inside: string) => path.join(root, inside)
  const exists = (inside: string) => statSync(absolute(inside), { throwIfNoEntry: false }) !== undefined
  const place = (written: string) => candidates(written, script).find(exists) ?? null
  const read = (folder: string) => {
    const inside = place(folder)
    return inside === null ? null : entriesOf(absolute(inside))
  }
  return {
    script: `${projectRoot}/${script}`,
    place,
    entries(folder) {
      const known = listed.get(folder)
      if (known !== undefined) return known
      const found = read(folder)
      listed.set(folder, found)
      return found
    },
    text(file) {
      const inside = place(file)
      if (inside === null) return null
      try {
        return readFileSync(absolute(inside), 'utf8')
      } catch {
        return null
      }
    },
  }
}

function candidates(written: string, script: string): string[] {
  const inProject = written.startsWith(`${projectRoot}/`) || written === projectRoot
  if (written.startsWith('/') && !inProject)
    throw new Undecided(`it reads ${written}, which is outside of the project`)
  const tried = inProject
    ? [written.slice(projectRoot.length + 1)]
    : [path.posix.join(parentOf(script), written), written]
  const inside = tried.map((one) => path.posix.normalize(one).replace(/\/+$/, ''))
  const within = inside.filter((one) => one !== '..' && !one.startsWith('../'))
  if (within.length === 0) throw new Undecided(`it reads ${written}, which is outside of the project`)
  return within
}

function entriesOf(folder: string): Entry[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const link = entry.isSymbolicLink()
      const target = link ? statSync(path.join(folder, entry.name), { throwIfNoEntry: false }) : entry
      return { name: entry.name, folder: target?.isDirectory() === true, link }
    })
  } catch {
    return null
  }
}
