import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/doctor.js', import.meta.url))

export interface Ended {
  /** null when a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Runs the built command as people do, in a process of its own without a terminal. `uid` drops root's rights;
 * `deaf`: nobody reads what it prints.
 */
export async function runDoctor(
  args: string[],
  { deaf = false, ...options }: { cwd?: string; uid?: number; deaf?: boolean } = {},
): Promise<Ended> {
  const { NO_COLOR, FORCE_COLOR, DOCTOR_DEBUG, ...env } = process.env
  const child = spawn(process.execPath, [bin, ...args], {
    ...options,
    ...(options.uid === undefined ? {} : { gid: options.uid }),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (deaf) child.stdout.destroy()
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return {
    code,
    stdout: Buffer.concat(chunks.stdout).toString('utf8'),
    stderr: Buffer.concat(chunks.stderr).toString('utf8'),
  }
}
