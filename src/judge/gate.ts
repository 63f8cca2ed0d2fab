import type { Finding } from '../model/finding.ts'

/** What findings must not be, or must touch, to stand. */
export interface Gate {
  /** Ids of the baseline. */
  known?: ReadonlySet<string>
  /** Files that changed, POSIX, relative to the project: only what touches them stands. */
  changed?: ReadonlySet<string>
}

/**
 * Splits findings into those that are new and touch a change, and the others. One changed place is enough (one side
 * of a leaking pair); a folder changed when something in it did, and what lies in a container when that did.
 */
export function passGate(
  findings: readonly Finding[],
  { known, changed }: Gate,
): { standing: Finding[]; suppressed: Finding[] } {
  const touched = changed === undefined ? null : withFolders(changed)
  const standing: Finding[] = []
  const suppressed: Finding[] = []
  for (const finding of findings) {
    const touches =
      touched === null || finding.locations.some(({ path }) => touched.has(path) || inChanged(path, changed))
    ;(touches && known?.has(finding.id) !== true ? standing : suppressed).push(finding)
  }
  return { standing, suppressed }
}

/** Whether the path leads into a changed file, which is then a container. */
function inChanged(path: string, changed: ReadonlySet<string> | undefined): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    if (changed?.has(path.slice(0, end))) return true
  return false
}

/** The files, and all folders that they lie in. */
function withFolders(files: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(files)
  for (const file of files) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1))
      all.add(file.slice(0, end))
  }
  return all
}
