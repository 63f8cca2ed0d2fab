import { cp, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { type ParseError, parse } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { configSchema, configSchemaFile } from '../../scripts/write-config-schema.ts'
import { Report } from '../../src/model/report.ts'
import { version } from '../../src/version.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const published = await readFile(configSchemaFile, 'utf8')
const validate = new Ajv({ strict: true, allowUnionTypes: true, formats: { date: true } }).compile(
  JSON.parse(published),
)

async function lint(project: string): Promise<Pick<Report, 'findings' | 'healthy' | 'summary'>> {
  const { stdout } = await runDoctor([project, '--no-probe', '--no-report', '--quiet', '--format', 'json'])
  const { findings, healthy, summary } = Report.parse(JSON.parse(stdout))
  return { findings, healthy, summary: { ...summary, durationMs: 0 } }
}

describe('doctor init', () => {
  it.each(['grocery-leaky', 'grocery-clean'])(
    'writes what it found in %s, which changes no finding',
    async (name) => {
      const project = path.join(await temporaryFolder(), 'project')
      await cp(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)), project, {
        recursive: true,
      })
      const before = await lint(project)
      const ended = await runDoctor(['init', project])
      expect(ended).toMatchObject({ code: 0, stderr: '' })
      const text = await readFile(path.join(project, 'doctor.config.json'), 'utf8')
      const config = parse(text)
      expect(config.data).toEqual({ train: 'data/train', validation: 'data/val' })
      expect(text).toContain('train.py (keras)')
      expect(config.$schema).toBe(`https://unpkg.com/training-doctor@${version}/docs/config.schema.json`)
      const pattern = /"groupPattern": ("[^"]+")/.exec(text)?.[1] ?? ''
      expect('patient12').toMatch(new RegExp(JSON.parse(pattern)))
      validate(config)
      expect(validate.errors).toBeNull()
      expect(await lint(project)).toEqual(before)
    },
  )

  it('never overwrites a config, even a broken one', async () => {
    const cwd = await temporaryFolder({ 'train.py': 'x = 1\n', 'doctor.config.json': '{ mine' })
    const ended = await runDoctor(['init'], { cwd })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toBe('doctor: doctor.config.json: is there already and stays as it is\n')
    expect(await readFile(path.join(cwd, 'doctor.config.json'), 'utf8')).toBe('{ mine')
  })

  it('refuses a folder without anything to examine and leaves nothing there', async () => {
    const cwd = await temporaryFolder({ 'notes.txt': 'x' })
    expect((await runDoctor(['init', '.'], { cwd })).code).toBe(2)
    expect(await readdir(cwd)).toEqual(['notes.txt'])
  })

  it('a file name cannot break out of its comment', async () => {
    const cwd = await temporaryFolder({
      'a\n"rules": 1,\u2028.py': 'from tensorflow import keras\nmodel = keras.Sequential([])\n',
    })
    expect((await runDoctor(['init', '.'], { cwd })).code).toBe(0)
    const errors: ParseError[] = []
    const config = parse(await readFile(path.join(cwd, 'doctor.config.json'), 'utf8'), errors, {
      allowTrailingComma: true,
    })
    expect(errors).toEqual([])
    expect(config).toMatchObject({ rules: {} })
  })
})

describe('docs/config.schema.json', () => {
  it('is not stale (npm run generate)', () => {
    expect(published).toBe(configSchema())
  })
  it.each([
    [{ dta: {} }],
    [{ suppress: [{ rule: 'leakage' }] }],
    [{ probe: { samples: 0 } }],
    [{ data: { train: 1 } }],
  ])('refuses %j', (config) => {
    expect(validate(config)).toBe(false)
  })
})
