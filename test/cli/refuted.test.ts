import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { refutedFixes, rememberRefuted } from '../../src/cli/refuted.ts'
import { planFixes } from '../../src/fix/plan.ts'
import type { Report } from '../../src/model/report.ts'
import { golden } from '../report/golden/report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const refuted = golden.findings.filter(({ trial }) => trial?.verdict === 'refuted')
const withVerdict = (verdict: 'confirmed' | 'not-run'): Report => ({
  ...golden,
  findings: refuted.map((finding) =>
    finding.trial === undefined ? finding : { ...finding, trial: { ...finding.trial, verdict } },
  ),
})

test('a fix that training refuted is known until a trial says otherwise', async () => {
  const folder = await temporaryFolder()
  expect(await refutedFixes(folder)).toEqual([])
  await rememberRefuted(folder, withVerdict('confirmed'))
  expect(await readdir(folder)).toEqual([])
  await rememberRefuted(folder, golden)
  expect(await refutedFixes(folder)).toEqual(refuted.map(({ id }) => id))
  expect(refuted).toHaveLength(1)
  await rememberRefuted(folder, withVerdict('not-run'))
  expect(await refutedFixes(folder)).toHaveLength(1)
  await rememberRefuted(folder, withVerdict('confirmed'))
  expect(await refutedFixes(folder)).toEqual([])
})

test('doctor fix leaves it, unless it is named', async () => {
  const root = await temporaryFolder({ 'src/train.py': `${'\n'.repeat(57)}${' '.repeat(80)}\n` })
  const id = refuted[0]?.id ?? ''
  const plan = (only: string[]) =>
    planFixes(refuted, { root, dataset: null }, { unsafe: true, only, refuted: [id] })
  expect((await plan([])).left.map(({ reason }) => reason)).toEqual([
    'its trial refuted this fix: naming its id applies it',
  ])
  expect((await plan([id])).fixed).toHaveLength(1)
})
