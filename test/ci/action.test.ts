import { spawnSync } from 'node:child_process'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { version } from '../../src/version.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const read = (name: string) => readFile(path.join(repository, name), 'utf8')

const Action = z.strictObject({
  name: z.string(),
  description: z.string().max(125),
  branding: z.strictObject({ icon: z.string(), color: z.string() }),
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.union([
        z.strictObject({ uses: z.string(), with: z.record(z.string(), z.unknown()) }),
        z.strictObject({
          id: z.string(),
          shell: z.literal('bash'),
          env: z.record(z.string(), z.string()),
          run: z.string(),
        }),
      ]),
    ),
  }),
})
const action = Action.parse(parse(await read('action.yml')))

/** Executes the action's scripts in `cwd` as the runner of GitHub does, with the doctor built here. */
async function runAction(cwd: string, inputs: Record<string, string> = {}) {
  const summary = path.join(await temporaryFolder(), 'summary.md')
  const command = `node ${path.join(repository, 'bin/doctor.js')}`
  const value = (name: string) => ({ command, ...inputs })[name] ?? action.inputs[name]?.default ?? ''
  let stdout = ''
  for (const step of action.runs.steps) {
    if (!('run' in step)) continue
    expect(step.run).not.toContain('${{')
    const own = Object.entries(step.env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => value(input)),
    ])
    const env = { ...process.env, ...Object.fromEntries(own), GITHUB_STEP_SUMMARY: summary }
    // https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd,
      env,
    })
    stdout += ended.stdout.toString()
    if (ended.status !== 0) return { code: ended.status, stdout, stderr: ended.stderr.toString(), summary }
  }
  return { code: 0, stdout, stderr: '', summary }
}

async function copyOf(fixture: string): Promise<string> {
  const project = path.join(await temporaryFolder(), 'a project')
  await cp(path.join(repository, 'fixtures', fixture), project, { recursive: true })
  return project
}

describe('action.yml', () => {
  it('fails on the leaky example, with SARIF, annotations and a summary', async () => {
    const cwd = await copyOf('grocery-leaky')
    const ended = await runAction(cwd)
    expect(ended).toMatchObject({ code: 1, stderr: '' })
    expect(ended.stdout).toContain('::error')
    expect(JSON.parse(await readFile(path.join(cwd, 'doctor.sarif'), 'utf8')).version).toBe('2.1.0')
    expect(await readFile(ended.summary, 'utf8')).toContain('leakage/exact-duplicate')
  }, 120_000)

  it('passes what the baseline knows', async () => {
    const cwd = await copyOf('grocery-leaky')
    await runDoctor(['--no-probe', '--quiet', '--baseline', 'known.json', '--update-baseline', '.'], { cwd })
    expect(await runAction(cwd, { baseline: 'known.json' })).toMatchObject({ code: 0, stderr: '' })
  }, 120_000)

  it('runs nothing that an input holds', async () => {
    const cwd = await copyOf('grocery-clean')
    const ended = await runAction(cwd, {
      project: '$(touch ran)',
      since: '"; touch ran; "',
      baseline: '`touch ran`',
    })
    expect(ended.code).toBe(2)
    expect(await readdir(cwd)).not.toContain('ran')
  })

  it('runs the release that it belongs to', () => {
    expect(action.inputs.command?.default).toBe(`npx --yes training-doctor@${version}`)
  })
})

describe('.pre-commit-hooks.yaml', () => {
  it('names a command that lets healthy commits pass and stops others', async () => {
    const [hook] = z
      .array(z.object({ id: z.string(), entry: z.string() }))
      .parse(parse(await read('.pre-commit-hooks.yaml')))
    const [command, ...args] = (hook?.entry ?? '').split(' ')
    expect(command).toBe('doctor')
    const cwd = await copyOf('grocery-leaky')
    const git = (...words: string[]) => expect(spawnSync('git', words, { cwd }).status).toBe(0)
    git('init', '--quiet')
    git('add', '.')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'all')
    expect((await runDoctor(args, { cwd })).code).toBe(0)
    await writeFile(path.join(cwd, 'train.py'), `\n${await readFile(path.join(cwd, 'train.py'), 'utf8')}`)
    expect((await runDoctor(args, { cwd })).code).toBe(1)
  }, 60_000)
})

describe('docs/ci.md', () => {
  it('holds valid YAML, with inputs that the action has and options that the command has', async () => {
    const text = await read('docs/ci.md')
    const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block)
    expect(blocks).toHaveLength(3)
    for (const block of blocks) expect(parse(block)).toBeTypeOf('object')
    const used = blocks[0]?.match(/training-doctor@\S+\n\s+with: (\{.*\})/)?.[1] ?? ''
    expect(Object.keys(parse(used)).every((input) => input in action.inputs)).toBe(true)
    const { stdout } = await runDoctor(['check', '--help'])
    for (const [option] of text.matchAll(/(?<=[\s`])--[a-z-]+/g))
      if (option !== '--yes') expect(stdout).toContain(option)
  })
})
