import path from 'node:path'
import { parentOf } from './tree.ts'

/**
 * What a path that is written in a script may mean, as POSIX paths in the project, the likeliest first; empty where it
 * can mean none. Relative ones start from the script's folder, else from the project: people start scripts from either.
 * Those of another machine (see `isForeign`) mean what their ends name in the project, the longest end first.
 */
export function meaningsOf(written: string, script: string): string[] {
  const inside = insideOf(written, script)
  if (inside.length > 0) return inside
  const parts = posixOf(written)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  return parts.map((_, index) => parts.slice(index).join('/'))
}

/** Whether a path leads out of the project: `/kaggle/input/flowers`, `C:\flowers`, `../input/flowers`. */
export const isForeign = (written: string, script: string): boolean => insideOf(written, script).length === 0

function insideOf(written: string, script: string): string[] {
  const posix = posixOf(written)
  if (posix.startsWith('/')) return []
  return [path.posix.join(parentOf(script), posix), posix]
    .map((one) => path.posix.normalize(one).replace(/\/+$/, '').replace(/^\.$/, ''))
    .filter((one) => one !== '..' && !one.startsWith('../'))
}

const posixOf = (written: string) => written.replaceAll('\\', '/').replace(/^[A-Za-z]:(?=\/)/, '')
