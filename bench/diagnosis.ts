import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rules } from '../rules/index.ts'
import { diagnose } from '../src/doctor.ts'
import { openTrunk } from '../src/embed/trunk.ts'
import { userCacheFolder } from '../src/embed/weights/store.ts'
import { silent } from '../src/model/progress.ts'
import { discover } from '../src/project/discover.ts'
import { casesOf } from './diagnosis/cases.ts'
import { type DataName, dataNames } from './diagnosis/photos.ts'
import { makeProject } from './diagnosis/project.ts'
import { printTable, type Scored, scoreOf } from './diagnosis/score.ts'

/**
 * The diagnosis on projects with planted causes, made of real photos (DOCTOR_TEST_DATA) and truly trained: see the
 * section "Diagnosis" of the README beside this file.
 * `npx tsx bench/diagnosis.ts [grocery|trashnet]... [--probe] [--only NAME] [--keep FOLDER]`
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    probe: { type: 'boolean', default: false },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
})
const work = {
  progress: silent,
  signal: new AbortController().signal,
  cacheDir: userCacheFolder(),
  jobs: availableParallelism(),
  seed: 0,
}
const trunk = await openTrunk(work)

async function score(data: DataName): Promise<Scored[]> {
  const scored: Scored[] = []
  for (const [index, one] of (await casesOf(data)).entries()) {
    if (values.only !== undefined && !one.name.includes(values.only)) continue
    const folder = values.keep
      ? path.join(values.keep, data, one.name.replaceAll(/[^\w]+/g, '-'))
      : await mkdtemp(path.join(tmpdir(), 'doctor-diagnosis-'))
    await mkdir(folder, { recursive: true })
    const rows = await makeProject(folder, one, trunk, index)
    const project = await discover(folder)
    const probe = values.probe ? 'quick' : 'none'
    const report = await diagnose(project, { rules, selection: { only: [], skip: [] }, probe }, work)
    scored.push(scoreOf(one, report, rows))
    if (values.keep) await writeFile(path.join(folder, 'report.json'), JSON.stringify(report, null, 1))
    else await rm(folder, { recursive: true })
    process.stderr.write(`${data}: ${one.name}\n`)
  }
  return scored
}

for (const data of dataNames) {
  if (positionals.length === 0 || positionals.includes(data)) printTable(data, await score(data))
}
await trunk.close()
