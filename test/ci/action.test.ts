import { spawnSync } from 'node:child_process'
import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises'
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
        z.strictObject({
          if: z.string().optional(),
          'continue-on-error': z.boolean().optional(),
          uses: z.string(),
          with: z.record(z.string(), z.unknown()),
        }),
        z.strictObject({
          id: z.string().optional(),
          if: z.string().optional(),
          shell: z.literal('bash'),
          env: z.record(z.string(), z.string()),
          run: z.string(),
        }),
      ]),
    ),
  }),
})
const action = Action.parse(parse(await read('action.yml')))

/** Stands for GitHub's `gh api`: keeps comments in a file, and every call in another. */
const fakeGh = `#!/usr/bin/env node
const fs = require('node:fs')
const args = process.argv.slice(2)
const comments = fs.existsSync('comments.json') ? JSON.parse(fs.readFileSync('comments.json', 'utf8')) : []
fs.appendFileSync('calls.txt', args.filter((one) => !one.startsWith('body=')).join(' ') + '\\n')
if (process.env.GH_TOKEN !== 'secret') process.exit(1)
const body = args.find((one) => one.startsWith('body=@'))
const place = args.find((one) => one.startsWith('repos/'))
if (args.includes('--paginate')) {
  const [, marker] = /startswith\\("(.*)"\\)/.exec(args.join(' '))
  for (const [index, text] of comments.entries()) if (text.startsWith(marker)) console.log(index)
} else {
  const text = fs.readFileSync(body.slice('body=@'.length), 'utf8')
  if (args.includes('PATCH')) comments[Number(place.split('/').at(-1))] = text
  else comments.push(text)
  fs.writeFileSync('comments.json', JSON.stringify(comments))
}
`

interface Event {
  /** Of the pull request; empty for a push. */
  number?: string
  token?: string
}

/** Executes the action's scripts in `cwd` as the runner of GitHub does, with the doctor built here. */
async function runAction(
  cwd: string,
  inputs: Record<string, string> = {},
  { number = '', token = 'secret' }: Event = {},
) {
  const temporary = await temporaryFolder({ 'bin/gh': fakeGh })
  await chmod(path.join(temporary, 'bin/gh'), 0o755)
  const files = {
    GITHUB_STEP_SUMMARY: path.join(temporary, 'summary.md'),
    GITHUB_OUTPUT: path.join(temporary, 'output'),
  }
  const command = `node ${path.join(repository, 'bin/doctor.js')}`
  const values = new Map<string, string>([
    ...Object.entries(action.inputs).map(([name, input]): [string, string] => [
      `inputs.${name}`,
      input.default,
    ]),
    ...Object.entries({ command, ...inputs }).map(([name, value]): [string, string] => [
      `inputs.${name}`,
      value,
    ]),
    ['github.event.pull_request.number', number],
    ['github.repository', 'owner/repository'],
    ['github.token', token],
  ])
  const value = (name: string) => {
    const known = values.get(name)
    if (known === undefined) throw new Error(`the test knows no ${name}`)
    return known
  }
  /** The conditions of the action: comparisons with a text, and values that are not empty, joined by `&&`. */
  const holds = (condition: string) =>
    condition.split(' && ').every((part) => {
      const [, name = part, text] = /^(\S+) == '(\w+)'$/.exec(part) ?? []
      return text === undefined ? value(name) !== '' : value(name) === text
    })
  let stdout = ''
  const uses: string[] = []
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !holds(step.if)) continue
    if (!('run' in step)) {
      uses.push(step.uses)
      continue
    }
    expect(step.run).not.toContain('${{')
    const own = Object.entries(step.env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, expression: string) => value(expression)),
    ])
    const PATH = `${path.join(temporary, 'bin')}:${process.env.PATH}`
    const env = { ...process.env, PATH, RUNNER_TEMP: temporary, ...files, ...Object.fromEntries(own) }
    // https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd,
      env,
    })
    stdout += ended.stdout.toString()
    const summary = files.GITHUB_STEP_SUMMARY
    if (ended.status !== 0)
      return { code: ended.status, stdout, stderr: ended.stderr.toString(), summary, uses }
    const outputs = await readFile(files.GITHUB_OUTPUT, 'utf8').catch(() => '')
    for (const [, name, text = ''] of outputs.matchAll(/^(\w+)=(.*)$/gm))
      values.set(`steps.${step.id}.outputs.${name}`, text)
  }
  return { code: 0, stdout, stderr: '', summary: files.GITHUB_STEP_SUMMARY, uses }
}

async function copyOf(fixture: string): Promise<string> {
  const project = path.join(await temporaryFolder(), 'a project')
  await cp(path.join(repository, 'fixtures', fixture), project, { recursive: true })
  return project
}

const leakyScript = `from tensorflow import keras
datagen = keras.preprocessing.image.ImageDataGenerator(rescale=1/255, rotation_range=20, validation_split=0.2)
train = datagen.flow_from_directory('photos', subset='training')
val = datagen.flow_from_directory('photos', subset='validation')
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=3)
`

describe('action.yml', () => {
  it('fails on the leaky example, with SARIF, annotations and a summary', async () => {
    const cwd = await copyOf('grocery-leaky')
    const ended = await runAction(cwd)
    expect(ended).toMatchObject({ code: 1, stderr: '' })
    expect(ended.stdout).toContain('::error')
    expect(JSON.parse(await readFile(path.join(cwd, 'doctor.sarif'), 'utf8')).version).toBe('2.1.0')
    expect(await readFile(ended.summary, 'utf8')).toContain('leakage/exact-duplicate')
    expect(ended.uses.map((name) => name.split('@')[0])).toEqual([
      'actions/setup-node',
      'actions/cache',
      'github/codeql-action/upload-sarif',
    ])
    expect(await readdir(cwd)).not.toContain('calls.txt')
  }, 120_000)

  it('keeps one comment on a pull request, and does without where it may not comment', async () => {
    const cwd = await temporaryFolder({ 'train.py': leakyScript, 'comments.json': '["somebody else\\n"]' })
    const comments = async () =>
      z.array(z.string()).parse(JSON.parse(await readFile(path.join(cwd, 'comments.json'), 'utf8')))
    expect(await runAction(cwd, { upload: 'false' }, { number: '7' })).toMatchObject({ code: 1, stderr: '' })
    expect(await comments()).toEqual([
      'somebody else\n',
      expect.stringMatching(/^<!-- training-doctor -->\n[\s\S]*augmentation\/in-validation/),
    ])
    await writeFile(path.join(cwd, 'train.py'), leakyScript.replace(', rotation_range=20', ''))
    const mended = await runAction(cwd, { upload: 'false' }, { number: '7' })
    expect(mended).toMatchObject({ code: 0, uses: ['actions/setup-node@v4', 'actions/cache@v4'] })
    expect((await comments())[1]).not.toContain('augmentation/in-validation')
    expect(await comments()).toHaveLength(2)
    expect(await readFile(path.join(cwd, 'calls.txt'), 'utf8')).toContain(
      'api --method PATCH repos/owner/repository/issues/comments/1',
    )
    const fork = await runAction(cwd, {}, { number: '8', token: 'read-only' })
    expect(fork).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('::notice::no comment could be made'),
    })
    expect((await runAction(cwd, { comment: 'false' }, { number: '9' })).code).toBe(0)
    expect(await readFile(path.join(cwd, 'calls.txt'), 'utf8')).not.toContain('issues/9')
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
