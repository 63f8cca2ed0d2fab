import type { Writable } from 'node:stream'
import { installWeights, weightsStatus } from '../embed/weights/store.ts'
import { exitCode } from './exit-code.ts'
import { onInterrupt } from './interrupt.ts'
import { createProgress } from './progress.ts'

/** `doctor weights`: which trunk weights there are, best first, and where they are kept. */
export async function listWeights(out: Writable): Promise<number> {
  for (const { title, path, bytes } of await weightsStatus()) {
    const state = bytes === null ? 'not on this machine' : `${Math.round(bytes / 1e6)} MB`
    out.write(`${title}: ${state}\n  ${path}\n`)
  }
  return exitCode.clean
}

/**
 * `doctor weights install [FILE|URL]`: fetches the official ImageNet weights, or takes them from a file or mirror.
 * @throws WeightsUnavailable with one line when they cannot be had or are not the right ones
 */
export async function installTrunkWeights(origin: string | undefined, out: Writable): Promise<number> {
  const interrupt = onInterrupt()
  const progress = await createProgress(process.stderr, { quiet: false })
  try {
    await installWeights(origin, { progress, signal: interrupt.signal })
  } catch (fault) {
    if (interrupt.signal.aborted) return exitCode.interrupted
    throw fault
  } finally {
    progress.stop()
    interrupt.stop()
  }
  return listWeights(out)
}
