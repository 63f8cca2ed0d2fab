import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { gather } from '../gather.ts'
import { discover } from '../project/discover.ts'
import { describeFault, ProjectError } from '../project/problem.ts'
import { printable } from '../report/printable.ts'
import { version } from '../version.ts'
import { exitCode } from './exit-code.ts'
import { starterConfig } from './starter-config.ts'
import { withWork } from './work.ts'

/**
 * `doctor init`: looks at the project and writes a commented `doctor.config.json` that says what was found.
 * @throws ProjectError with one line when there is a config already, or the project cannot be examined or written
 */
export async function init(given: string, out: Writable): Promise<number> {
  const shown = path.join(given, 'doctor.config.json')
  const file = path.resolve(shown)
  if (existsSync(file)) throw new ProjectError(`${shown}: is there already and stays as it is`)
  const project = await discover(given)
  const facts = await withWork(project, { quiet: false, cache: true, jobs: 1, seed: 0 }, async (work) => {
    const gathered = await gather(project, [], work)
    return work.signal.aborted ? null : gathered
  })
  if (facts === null) return exitCode.interrupted
  const text = starterConfig({
    dataset: facts.dataset?.ok ? facts.dataset.value : null,
    setups: facts.setups?.ok ? facts.setups.value : null,
    schema: schemaFor(project.root),
  })
  await writeFile(file, text, { flag: 'wx' }).catch((fault: unknown) => {
    throw new ProjectError(`${shown}: ${describeFault(fault)}`)
  })
  out.write(`Wrote ${printable(shown)}.\n`)
  return exitCode.clean
}

/** The schema of the doctor that the project has installed, else that of this version as npm publishes it. */
function schemaFor(root: string): string {
  const installed = 'node_modules/training-doctor/docs/config.schema.json'
  return existsSync(path.join(root, installed))
    ? `./${installed}`
    : `https://unpkg.com/training-doctor@${version}/docs/config.schema.json`
}
