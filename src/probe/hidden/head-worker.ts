import { workerData } from 'node:worker_threads'
import type { HeadData } from '../../train/head/train.ts'
import { answerRuns } from '../threads.ts'
import { type HeadOutcome, type HeadRun, runHead } from './run.ts'

const data: HeadData = workerData

answerRuns<HeadRun, HeadOutcome>(async (run, step) => runHead(data, run, step))
