import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rules } from '../rules/index.ts'
import { conclude } from '../src/diagnosis/conclude.ts'
import { diagnose } from '../src/doctor.ts'
import { openTrunk } from '../src/embed/trunk.ts'
import { Report } from '../src/model/report.ts'
import { discover } from '../src/project/discover.ts'
import { renderJson } from '../src/report/json.ts'
import { type Case, casesOf, casesWithBystanders } from './diagnosis/cases.ts'
import { type DataName, dataNames } from './diagnosis/photos.ts'
import { makeProject } from './diagnosis/project.ts'
import { printTable, type Scored, scoreOf } from './diagnosis/score.ts'
import { benchWork } from './work.ts'

/**
 * The diagnosis on projects with planted causes, made of real photos (DOCTOR_TEST_DATA) and truly trained: see the
 * section "Diagnosis" of the README beside this file.
 * `npx tsx bench/diagnosis.ts [grocery|trashnet]... [--bystanders] [--probe] [--only PATTERN] [--keep FOLDER]`: labels are
 * judged as in a quick probe; fixes are tried with `--probe` only. With `--again` the findings of the reports kept in
 * FOLDER are ranked anew, which takes seconds (without what was said of the labels as a whole, which no report keeps).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    probe: { type: 'boolean', default: false },
    only: { type: 'string' },
    keep: { type: 'string' },
    bystanders: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
})
const only = new RegExp(values.only ?? '')
const work = benchWork()
const trunk = await openTrunk(work)

async function score(data: DataName): Promise<Scored[]> {
  const scored: Scored[] = []
  const cases = await (values.bystanders ? casesWithBystanders(data) : casesOf(data))
  for (const [index, one] of cases.entries()) {
    if (!only.test(one.name)) continue
    const folder = values.keep
      ? path.join(values.keep, data, one.name.replaceAll(/[^\w]+/g, '-'))
      : await mkdtemp(path.join(tmpdir(), 'doctor-diagnosis-'))
    const report = values.again ? await rankedAnew(folder) : await examined(folder, one, index)
    scored.push(scoreOf(one, report))
    if (values.keep) await writeFile(path.join(folder, 'report.json'), renderJson(report))
    else await rm(folder, { recursive: true })
    process.stderr.write(`${data}: ${one.name}\n`)
  }
  return scored
}

async function examined(folder: string, one: Case, seed: number): Promise<Report> {
  // An earlier run may have left other photos there.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await makeProject(folder, one, trunk, seed)
  const asked = values.probe ? rules : rules.map(({ trial: _, ...rule }) => rule)
  const selection = { only: [], skip: [] }
  return diagnose(await discover(folder), { rules: asked, selection, probe: 'quick' }, work)
}

async function rankedAnew(folder: string): Promise<Report> {
  const { unexplained: _, ...report } = Report.parse(
    JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')),
  )
  const count = (names: readonly string[]) =>
    report.dataset.splits
      .filter(({ name }) => names.includes(name))
      .reduce((sum, { samples }) => sum + samples, 0)
  const { causes, unexplained } = conclude(report.findings, {
    project: report.project,
    curves: report.histories !== undefined,
    images: { all: count(['train', 'validation', 'test', 'all']), evaluation: count(['validation', 'test']) },
    labels: null,
  })
  return { ...report, diagnosis: causes, unexplained }
}

for (const data of dataNames) {
  if (positionals.length === 0 || positionals.includes(data)) printTable(data, await score(data))
}
await trunk.close()
