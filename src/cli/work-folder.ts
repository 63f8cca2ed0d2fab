import { access, constants, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface WorkFolder {
  /** Absolute. */
  path: string
  /** Said to the person when the project could not take the folder. */
  note: string | null
}

/**
 * `.doctor/` under the project, which ignores itself in git. A project that cannot be written gets a temporary
 * folder instead.
 */
export async function openWorkFolder(root: string): Promise<WorkFolder> {
  const inside = path.join(root, '.doctor')
  try {
    await mkdir(inside, { recursive: true })
    await access(inside, constants.W_OK)
    await writeFile(path.join(inside, '.gitignore'), '*\n')
    return { path: inside, note: null }
  } catch {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'doctor-'))
    return { path: elsewhere, note: `the project cannot be written; report and cache go to ${elsewhere}` }
  }
}
