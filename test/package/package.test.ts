import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { Report } from '../../src/model/report.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** What `npm pack` puts into the package, without building anew: paths in it. */
function packed(): string[] {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    ...{ cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  })
  const [pack] = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).parse(JSON.parse(text))
  return (pack?.files ?? []).map((file) => file.path).sort()
}

/** A folder in which the package is installed as npm would, with the dependencies of this checkout. */
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-package-'))
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
  const own = path.join(folder, 'node_modules/training-doctor')
  for (const file of packed()) {
    await mkdir(path.dirname(path.join(own, file)), { recursive: true })
    await cp(path.join(repository, file), path.join(own, file))
  }
  await symlink(path.join(repository, 'node_modules'), path.join(own, 'node_modules'))
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The project that the examples speak of, as a copy of a fixture. */
async function myProject(fixture: string): Promise<string> {
  const project = path.join(folder, 'my-project')
  await rm(project, { recursive: true, force: true })
  const filter = (file: string) => !file.endsWith('.doctor')
  await cp(path.join(repository, 'fixtures', fixture), project, { recursive: true, filter })
  return project
}

it('holds the command, the library and the schemas, and nothing that only we need', () => {
  const files = packed()
  for (const wanted of [
    'bin/doctor.js',
    'dist/cli/main.js',
    'dist/src/index.js',
    'dist/src/index.d.ts',
    'dist/rules/index.js',
  ])
    expect(files).toContain(wanted)
  for (const wanted of ['docs/report.schema.json', 'docs/config.schema.json', 'LICENSE', 'README.md'])
    expect(files).toContain(wanted)
  const parts = new Set(
    files.map((file) =>
      file
        .split('/')
        .slice(0, file.startsWith('d') ? 2 : 1)
        .join('/'),
    ),
  )
  expect([...parts].sort()).toEqual([
    ...['LICENSE', 'README.md', 'bin', 'dist/cli', 'dist/rules', 'dist/src'],
    ...[
      'docs/config.schema.json',
      'docs/licences',
      'docs/own-rules.md',
      'docs/report.schema.json',
      'package.json',
    ],
  ])
})

it('publint finds nothing to say', async () => {
  const pkgDir = path.join(folder, 'node_modules/training-doctor')
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
})

it('the example of the README runs against it and gives a report', async () => {
  const readme = await readFile(path.join(repository, 'README.md'), 'utf8')
  const example = /```ts\n(import .*?)```/s.exec(readme)?.[1] ?? ''
  expect(example).toContain("from 'training-doctor'")
  await myProject('grocery-leaky')
  await writeFile(path.join(folder, 'run.js'), `${example}\nconsole.log(JSON.stringify(report))\n`)
  const stdout = execFileSync(process.execPath, ['run.js'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  expect(Report.parse(JSON.parse(stdout)).summary.error).toBeGreaterThan(0)
  expect(existsSync(path.join(folder, 'my-project/.doctor'))).toBe(false)
}, 120_000)

/** Checks a source file that uses the package, as TypeScript resolves it there. */
function typesOf(file: string, resolution: Record<string, string | boolean>): void {
  const options = { strict: true, noEmit: true, types: ['node'], skipLibCheck: false, ...resolution }
  const config = {
    compilerOptions: { ...options, typeRoots: [path.join(repository, 'node_modules/@types')] },
  }
  const project = path.join(folder, `tsconfig.${file}.json`)
  writeFileSync(project, JSON.stringify({ ...config, files: [file] }))
  const tsc = path.join(repository, 'node_modules/.bin/tsc')
  const { status, stdout } = spawnSync(tsc, ['-p', project], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
}

/** The ways in which "are the types wrong" resolves a package, but for Node 10's, which knows no `exports`. */
it.each([
  ['a module', 'use.ts', { module: 'nodenext' }],
  ['CommonJS, which requires a module', 'use.cts', { module: 'nodenext' }],
  ['a bundler', 'bundled.ts', { module: 'esnext', moduleResolution: 'bundler' }],
])(
  'its types are found and strict from %s',
  async (_, file, resolution) => {
    const source = `import { diagnose, renderSarif, type Report, type Rule } from 'training-doctor'
import { ruleTester } from 'training-doctor/testing'
export const examine = async (mine: Rule): Promise<Report> => diagnose('.', { rules: [mine] })
export const text = async (mine: Rule): Promise<string> => renderSarif(await examine(mine), [mine])
export const tester: (rule: Rule, cases: { healthy: []; sick: [] }, runner: never) => void = ruleTester
// @ts-expect-error a report has no such part
export const nonsense = async (mine: Rule) => (await examine(mine)).nonsense
// @ts-expect-error what is not exported cannot be reached
export type Hidden = typeof import('training-doctor/dist/src/doctor.js')
`
    await writeFile(path.join(folder, file), source)
    typesOf(file, resolution)
  },
  120_000,
)

it('the examples of docs/own-rules.md type-check, find what they say and test themselves', async () => {
  const page = await readFile(path.join(repository, 'docs/own-rules.md'), 'utf8')
  const files = [...page.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)].map(([, name = '', text = '']) => [
    name,
    text,
  ])
  expect(files.map(([name]) => name)).toEqual(['pixel-pitch.ts', 'examine.ts', 'pixel-pitch.test.ts'])
  for (const [name = '', text = ''] of files) {
    await writeFile(path.join(folder, name), text)
    // Node 20 takes no types away: the examples have none to take.
    await writeFile(
      path.join(folder, name.replace(/ts$/, 'js')),
      text.replaceAll("pixel-pitch.ts'", "pixel-pitch.js'"),
    )
  }
  for (const [name = ''] of files) typesOf(name, { module: 'nodenext', allowImportingTsExtensions: true })
  const project = await myProject('grocery-clean')
  await sharp({ create: { width: 120, height: 90, channels: 3, background: '#a03020' } })
    .jpeg()
    .toFile(path.join(project, 'data/train/banana/slide.jpg'))
  const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const examined = run('examine.js')
  expect(examined.stderr).toBe('')
  expect(stripVTControlCharacters(examined.stdout)).toContain('warning microscopy/pixel-pitch')
  expect(examined.stdout).toContain('The slide has 120 x 90 pixels')
  const tested = run('--test', 'pixel-pitch.test.js')
  expect(tested.status).toBe(0)
  expect(tested.stdout).toMatch(/(pass|tests) 2/)
}, 120_000)
