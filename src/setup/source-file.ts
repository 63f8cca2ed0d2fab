import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Project, ProjectFile } from '../model/project.ts'
import { describeFault } from '../project/problem.ts'

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
 * Reads a file of the project, whatever comes of it; null where it is no source file. At once: one file of a few thousand
 * characters takes a tenth of the time that handing it to a thread of the pool and waiting takes.
 */
export function readSource({ root }: Project, file: ProjectFile): SourceFile | null {
  const { kind, size } = file
  if (kind !== 'python' && kind !== 'notebook' && kind !== 'typescript') return null
  const source = { path: file.path, kind, text: '' }
  if (size > largestSource)
    return { ...source, fault: `${Math.round(size / 1e6)} MB: too large to be read as code` }
  try {
    return { ...source, text: readFileSync(path.join(root, file.path), 'utf8') }
  } catch (fault) {
    return { ...source, fault: describeFault(fault) }
  }
}
