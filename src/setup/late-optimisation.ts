import { setFlagsFromString } from 'node:v8'

/** V8 of Node 20's own value, and one that optimises functions which run fifteen times as long (`node --v8-options`). */
const [usual, patient] = [67_584, 1_000_000]

/**
 * Runs work over much code of ours, each part of which runs a few times only: Node 20 optimises functions so early that it
 * took a quarter of the time of reading training code. Loops over data gain by that, so it is for the time of the work
 * alone. Later versions of Node have a quicker compiler for what runs often, and no such flag.
 */
export async function optimisedLate<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!process.versions.node.startsWith('20.')) return work()
  setFlagsFromString(`--interrupt-budget=${patient}`)
  try {
    return await work()
  } finally {
    setFlagsFromString(`--interrupt-budget=${usual}`)
  }
}
