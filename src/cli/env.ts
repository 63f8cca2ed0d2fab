import type { Writable } from 'node:stream'
import { describeBackends } from '../embed/runners/backends.ts'
import { weightsStatus } from '../embed/weights/store.ts'
import { version } from '../version.ts'
import { exitCode } from './exit-code.ts'

/** `doctor env`: which back-ends the probe can use here, why others are absent, and which weights are cached. */
export async function env(out: Writable): Promise<number> {
  out.write(
    `training-doctor ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n\nBack-ends, best first\n`,
  )
  for (const { name, available, detail } of await describeBackends()) {
    out.write(`  ${available ? 'yes' : 'no '}  ${name.padEnd(14)} ${detail}\n`)
  }
  out.write('\nTrunk weights\n')
  for (const { title, path, bytes } of await weightsStatus()) {
    const state = bytes === null ? 'not fetched yet (the first probe does)' : `${Math.round(bytes / 1e6)} MB`
    out.write(`  ${title}: ${state}\n       ${path}\n`)
  }
  return exitCode.clean
}
