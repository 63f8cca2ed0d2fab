import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Report } from '../../src/model/report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

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
async function installed(): Promise<string> {
  const folder = await temporaryFolder({ 'package.json': '{ "type": "module" }' })
  const own = path.join(folder, 'node_modules/training-doctor')
  for (const file of packed()) {
    await mkdir(path.dirname(path.join(own, file)), { recursive: true })
    await cp(path.join(repository, file), path.join(own, file))
  }
  await symlink(path.join(repository, 'node_modules'), path.join(own, 'node_modules'))
  return folder
}

it('holds the command, the library and the schemas, and nothing that only we need', () => {
  const files = packed()
  for (const wanted of ['bin/doctor.js', 'dist/src/index.js', 'dist/src/index.d.ts', 'dist/rules/index.js'])
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
    ...['LICENSE', 'README.md', 'bin', 'dist/rules', 'dist/src'],
    ...['docs/config.schema.json', 'docs/report.schema.json', 'package.json'],
  ])
})

it('publint finds nothing to say', async () => {
  const pkgDir = path.join(await installed(), 'node_modules/training-doctor')
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
})

it('the example of the README runs against it and gives a report', async () => {
  const folder = await installed()
  const readme = await readFile(path.join(repository, 'README.md'), 'utf8')
  const example = /```ts\n(import .*?)```/s.exec(readme)?.[1] ?? ''
  expect(example).toContain("from 'training-doctor'")
  await cp(path.join(repository, 'fixtures/grocery-leaky'), path.join(folder, 'my-project'), {
    recursive: true,
    filter: (file) => !file.endsWith('.doctor'),
  })
  await writeFile(path.join(folder, 'run.js'), `${example}\nconsole.log(JSON.stringify(report))\n`)
  const stdout = execFileSync(process.execPath, ['run.js'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  expect(Report.parse(JSON.parse(stdout)).summary.error).toBeGreaterThan(0)
  expect(existsSync(path.join(folder, 'my-project/.doctor'))).toBe(false)
}, 60_000)

it('its types are found and strict', async () => {
  const folder = await installed()
  const options =
    '{ "compilerOptions": { "module": "nodenext", "strict": true, "noEmit": true, "types": [] } }'
  await writeFile(path.join(folder, 'tsconfig.json'), options)
  const call =
    "await diagnose(await discover('.'), { rules, selection: { only: [], skip: [] }, probe: 'none' }, work)"
  const source = `import { diagnose, discover, rules, type Report, type WorkContext } from 'training-doctor'
declare const work: WorkContext
export const report: Report = ${call}
// @ts-expect-error a report has no such part
report.nonsense
`
  await writeFile(path.join(folder, 'use.ts'), source)
  const tsc = path.join(repository, 'node_modules/.bin/tsc')
  expect(() => execFileSync(tsc, ['-p', folder], { stdio: 'pipe' })).not.toThrow()
}, 60_000)
