import { stat } from 'node:fs/promises'
import path from 'node:path'
import { undoLast } from '../fix/undo.ts'
import { describeFault, ProjectError } from '../project/problem.ts'
import { exitCode } from './exit-code.ts'

/**
 * `doctor undo`: takes back the last `doctor fix` of the project.
 * @throws ProjectError when the path is no project, ChangedSince when files were edited after the fix
 */
export async function undo(given: string): Promise<number> {
  const root = path.resolve(given)
  await stat(root).catch((fault: unknown) => {
    throw new ProjectError(`${given}: ${describeFault(fault)}`)
  })
  const steps = await undoLast(root)
  process.stdout.write(
    steps === null ? 'Nothing to undo.\n' : `Took back ${steps} change${steps === 1 ? '' : 's'}.\n`,
  )
  return exitCode.clean
}
