import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { pixelBudget } from '../decode/pixel-budget.ts'
import { DigestSet } from './digest-set.ts'
import { learn } from './learn.ts'
import type { Reply, Task, WorkerSetup } from './worker-pool.ts'

const setup: WorkerSetup = workerData
pixelBudget.share(setup.budget)
const known = new DigestSet(setup.known)
/** What this thread has told already, before the next reply: copies need not be decoded again. */
const told = new Set<string>()

/** One image after the other: the next ones wait in the port. */
let turn = Promise.resolve()
parentPort?.on('message', ({ id, from }: Task) => {
  turn = turn.then(async () => {
    // This thread has nothing else to do meanwhile, and waiting for another one costs more than most files.
    const read = async () => (typeof from === 'string' ? readFileSync(from) : from)
    const isKnown = (digest: Buffer) => known.has(digest) || told.has(digest.toString('hex'))
    const learned = await learn(read, isKnown)
    if ('digest' in learned) told.add(learned.digest)
    const reply: Reply = { id, learned }
    parentPort?.postMessage(reply)
  })
})
