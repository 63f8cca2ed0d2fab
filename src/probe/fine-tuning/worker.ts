import { parentPort, workerData } from 'node:worker_threads'
import { loadTfjs } from '../../embed/runners/tfjs.ts'
import { runTop, type TopBench, type TopRun } from '../../train/top/run.ts'
import type { Reply } from './pool.ts'

const bench: TopBench = workerData
const tell = (reply: Reply) => parentPort?.postMessage(reply)

parentPort?.on('message', async (run: TopRun) => {
  try {
    await loadTfjs('wasm')
    const measured = await runTop(bench, run, async () => tell({ kind: 'batch' }))
    tell({ kind: 'measured', measured })
  } catch (error) {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  }
})
