import { workerData } from 'node:worker_threads'
import type { Score } from '../../train/head/score.ts'
import type { HeadData } from '../../train/head/train.ts'
import { answerRuns } from '../threads.ts'
import { type HeadRun, runHead } from './run.ts'

const data: HeadData = workerData

answerRuns<HeadRun, Score[]>(async (run, step) => runHead(data, run, step))
