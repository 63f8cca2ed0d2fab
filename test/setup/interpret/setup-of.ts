import type { TrainingSetup } from '../../../src/model/setup.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { pipelineLines } from '../typescript/summary.ts'

/** The one setup of a script, or of a program of several files. */
export async function setupOf(source: string | Record<string, string>): Promise<TrainingSetup> {
  const setups = await setupsOf(sourcesOf(typeof source === 'string' ? { 'train.py': source } : source))
  const [setup] = setups
  if (setup === undefined || setups.length > 1) throw new Error(`${setups.length} setups instead of one`)
  return setup
}

/** A call of fit whose number of epochs is the expression. */
export async function epochsOf(expression: string, before = ''): Promise<number | null> {
  const setup = await setupOf(`import keras\n${before}\nmodel.fit(data, epochs=${expression})\n`)
  return setup.runs[0]?.fit.epochs.value ?? null
}

/** The steps of the pipelines of a script, one line each. */
export const linesOf = async (source: string | Record<string, string>): Promise<string[]> =>
  pipelineLines(await setupOf(source))
