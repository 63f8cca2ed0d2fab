import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { isForeign, meaningsOf } from '../../written-path.ts'
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
 * The project on disk as a script of it sees it; what its paths mean is told by `meaningsOf`.
 * @throws Undecided from its methods, for paths outside the project
 */
export function worldOf(root: string, script: string): World {
  const listed = new Map<string, readonly Entry[] | null>()
  const absolute = (inside: string) => path.join(root, inside)
  const exists = (inside: string) => statSync(absolute(inside), { throwIfNoEntry: false }) !== undefined
  const place = (written: string) => {
    const { inside, foreign } = candidates(written, script)
    const found = inside.find(exists) ?? null
    if (found === null && foreign) throw new Undecided(`it reads ${written}, which is outside of the project`)
    return found
  }
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

function candidates(written: string, script: string): { inside: string[]; foreign: boolean } {
  if (written === projectRoot || written.startsWith(`${projectRoot}/`))
    return { inside: [path.posix.normalize(written.slice(projectRoot.length + 1))], foreign: false }
  return { inside: meaningsOf(written, script), foreign: isForeign(written, script) }
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
