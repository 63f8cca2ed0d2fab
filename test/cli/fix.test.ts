import { cp, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { Report } from '../../src/model/report.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const leaky = fileURLToPath(new URL('../../fixtures/grocery-leaky', import.meta.url))

async function contents(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('.doctor'))
    .sort()
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, await readFile(path.join(root, file), 'base64')] as const),
    ),
  )
}

async function findings(project: string): Promise<Report['findings']> {
  const { stdout } = await runDoctor([project, '--no-probe', '--no-report', '--quiet', '--format', 'json'])
  return Report.parse(JSON.parse(stdout)).findings
}

it('mends the leaky example: silent on what it fixed, nothing new, and undone byte for byte', async () => {
  const project = path.join(await temporaryFolder(), 'leaky')
  await cp(leaky, project, { recursive: true, filter: (file) => !file.includes('.doctor') })
  const before = await contents(project)
  const found = await findings(project)

  const dry = await runDoctor(['fix', project, '--unsafe', '--dry-run'])
  expect(dry.stdout).toContain('Nothing was changed')
  expect(await contents(project)).toEqual(before)

  const fixed = await runDoctor(['fix', project, '--unsafe'])
  expect(fixed).toMatchObject({ code: 0 })
  expect(fixed.stdout).toContain('remove the empty folder data/val/Soy_Milk')
  expect(await readdir(path.join(project, 'data/val'))).not.toContain('Soy_Milk')
  const left = await findings(project)
  const byHand = found.filter(({ fix }) => fix === undefined || fix.applicability === 'manual')
  expect(left.map(({ rule }) => rule)).toEqual(byHand.map(({ rule }) => rule))

  const undone = await runDoctor(['undo', project])
  expect(undone.stdout).toMatch(/^Took back \d+ changes/)
  expect(await contents(project)).toEqual(before)
  expect((await runDoctor(['undo', project])).stdout).toBe('Nothing to undo.\n')
}, 120_000)

it('by default only mends what is safe, and only what it is asked for', async () => {
  const project = path.join(await temporaryFolder(), 'leaky')
  await cp(leaky, project, { recursive: true, filter: (file) => !file.includes('.doctor') })
  const ended = await runDoctor(['fix', project, 'augmentation/in-validation', '--dry-run'])
  expect(ended.code).toBe(0)
  expect(ended.stdout).toContain('+    validation_datagen = ImageDataGenerator(')
  expect(ended.stdout).not.toContain('quarantine')
}, 60_000)

it('refuses ids that are none, and takes a rule in place of the project for this folder', async () => {
  const refused = await runDoctor(['fix', leaky, 'leakage/exact-duplicat', '--dry-run'])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('"leakage/exact-duplicat" is no rule (see: doctor rules)')
  const cwd = await temporaryFolder({ 'train.py': 'rate = 0.1\n' })
  const unknown = await runDoctor(['fix', '0123456789abcdef', '--dry-run'], { cwd })
  expect(unknown).toMatchObject({ code: 2 })
  expect(unknown.stderr).toContain('no finding of this project has the id 0123456789abcdef')
  expect(await runDoctor(['fix', 'training/zero-grad', '--dry-run'], { cwd })).toMatchObject({
    code: 0,
    stdout: 'Nothing to mend.\n',
  })
})
