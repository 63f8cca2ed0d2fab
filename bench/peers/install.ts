import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A Python with the packages of requirements.txt, from PyPI, in a virtual environment of its own; one that is there is
 * brought up to date.
 * @param folder absolute; made if it is not there
 * @returns the path of its `python`
 */
export async function pythonWithPeers(folder: string): Promise<string> {
  const python = path.join(folder, 'bin', 'python')
  if (!existsSync(python)) await run('python3', ['-m', 'venv', folder])
  const requirements = path.join(import.meta.dirname, 'requirements.txt')
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements])
  return python
}
