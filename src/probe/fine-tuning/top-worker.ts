import { workerData } from 'node:worker_threads'
import { loadTfjs } from '../../embed/runners/tfjs.ts'
import type { Score } from '../../train/head/score.ts'
import { runTop, type TopBench, type TopRun } from '../../train/top/run.ts'
import { answerRuns } from '../threads.ts'

const bench: TopBench = workerData

answerRuns<TopRun, Score[]>(async (run, step) => {
  await loadTfjs('wasm')
  return runTop(bench, run, async () => step())
})
