import { parentPort, workerData } from 'node:worker_threads'
import { Reader } from './reader.ts'
import type { Answer, Question } from './reading-thread.ts'
import type { SourceFile } from './source-file.ts'

const files: ReadonlyMap<string, SourceFile> = workerData
const reader = new Reader(files)
const answer = (one: Answer) => parentPort?.postMessage(one)

parentPort?.on('message', async (question: Question) => {
  if (question.about === 'imports') answer({ about: 'imports', graph: await reader.imports(question.paths) })
  else answer({ about: 'programs', described: await reader.describe(question.entries) })
})
