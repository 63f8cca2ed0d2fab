import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Report } from '../../src/model/report.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const clean = fileURLToPath(new URL('../../fixtures/grocery-clean/data', import.meta.url))
const script = `from tensorflow import keras
datagen = keras.preprocessing.image.ImageDataGenerator(rescale=1/255, rotation_range=20, validation_split=0.2)
train = datagen.flow_from_directory('photos', subset='training')
val = datagen.flow_from_directory('photos', subset='validation')
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=3)
`
const rule = ['--rule', 'augmentation/in-validation', '--rule', 'leakage/exact-duplicate']
const lint = ['--no-probe', '--no-report', '--quiet', '--format', 'json', ...rule]

/** Healthy photos of both sides, and one of them in both. */
async function leakyPhotos(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {}
  for (const [split, count] of [
    ['train', 3],
    ['val', 2],
  ] as const) {
    const names = (await readdir(path.join(clean, split, 'banana'))).sort().slice(0, count)
    for (const [index, name] of names.entries())
      files[`data/${split}/banana/${index}.jpg`] = await readFile(path.join(clean, split, 'banana', name))
  }
  const shared = files['data/val/banana/0.jpg']
  if (shared !== undefined) files['data/train/banana/copy.jpg'] = shared
  return files
}

async function gate(cwd: string, ...args: string[]): Promise<{ code: number | null; report: Report }> {
  const ended = await runDoctor([...lint, ...args, '.'], { cwd })
  expect(ended.stderr).toBe('')
  return { code: ended.code, report: Report.parse(JSON.parse(ended.stdout)) }
}

async function refused(cwd: string, ...args: string[]): Promise<string> {
  const ended = await runDoctor([...lint, ...args, '.'], { cwd })
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
  return ended.stderr
}

describe('--baseline', () => {
  it('lets known findings pass in other lines and folders, and fails on new ones', async () => {
    const cwd = await temporaryFolder({ ...(await leakyPhotos()), 'train.py': script })
    const update = ['--baseline', 'ci/known.json', '--update-baseline']
    expect((await gate(cwd, ...update)).code).toBe(0)
    const text = await readFile(path.join(cwd, 'ci/known.json'), 'utf8')
    expect(JSON.parse(text).findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'augmentation/in-validation',
      'leakage/exact-duplicate',
    ])
    await gate(cwd, ...update)
    expect(await readFile(path.join(cwd, 'ci/known.json'), 'utf8')).toBe(text)

    await writeFile(path.join(cwd, 'train.py'), `# moved\n\n${script}`)
    await rename(path.join(cwd, 'data'), path.join(cwd, 'pictures'))
    await rename(path.join(cwd, 'pictures/train'), path.join(cwd, 'pictures/training'))
    const known = await gate(cwd, '--baseline', 'ci/known.json')
    expect(known).toMatchObject({ code: 0, report: { findings: [], summary: { suppressed: 2, error: 0 } } })

    await writeFile(
      path.join(cwd, 'pictures/training/banana/second.jpg'),
      await readFile(path.join(cwd, 'pictures/val/banana/1.jpg')),
    )
    const added = await gate(cwd, '--baseline', 'ci/known.json')
    expect(added.code).toBe(1)
    expect(added.report.findings.map(({ locations }) => locations.map((place) => place.path))).toEqual([
      ['pictures/training/banana/second.jpg', 'pictures/val/banana/1.jpg'],
    ])
  })

  it.each([
    [['--baseline', 'missing.json'], 'missing.json: does not exist; --update-baseline writes it'],
    [['--baseline', 'train.py'], 'train.py: not valid JSON'],
    [['--baseline', 'other.json'], 'other.json: not a baseline of this version'],
    [['--baseline', 'folder'], 'folder: '],
    [['--baseline', 'other.json', '--update-baseline'], 'other.json: not a baseline of this version'],
    [['--update-baseline'], '--update-baseline: wants --baseline FILE'],
    [['--baseline', 'a.json', '--update-baseline', '--since', 'HEAD'], '--update-baseline: cannot be made'],
  ])('%j is refused in one line', async (args, says) => {
    const cwd = await temporaryFolder({ 'train.py': script, 'other.json': '{"version": 9}' })
    await mkdir(path.join(cwd, 'folder'))
    expect(await refused(cwd, ...args)).toContain(says)
  })
})

/** A repository with everything in `cwd` committed. */
function commit(cwd: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd, stdio: 'pipe' })
  git('init', '--quiet')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'all')
}

describe('--since', () => {
  it('tells only what touches a change: either side of a leak, tracked or not', async () => {
    const { 'data/train/banana/copy.jpg': copy, ...healthy } = await leakyPhotos()
    const cwd = await temporaryFolder({ ...healthy, 'train.py': script })
    commit(cwd)
    const before = await gate(cwd, '--since', 'HEAD')
    expect(before).toMatchObject({ code: 0, report: { findings: [], summary: { suppressed: 1 } } })

    await writeFile(path.join(cwd, 'data/train/banana/copy.jpg'), copy ?? '')
    const leak = await gate(cwd, '--since', 'HEAD')
    expect(leak.report.findings.map(({ rule }) => rule)).toEqual(['leakage/exact-duplicate'])
    expect(leak.code).toBe(1)

    await writeFile(path.join(cwd, 'train.py'), `${script}# touched\n`)
    const both = await gate(cwd, '--since', 'HEAD')
    expect(both.report.findings.map(({ rule }) => rule).sort()).toEqual([
      'augmentation/in-validation',
      'leakage/exact-duplicate',
    ])
  })

  it('sees a project below the top of its repository, and names that git quotes', async () => {
    const name = 'tr\u00e4in\n"x".py'
    const top = await temporaryFolder({ 'readme.txt': 'x', [`models/${name}`]: script })
    commit(top)
    const cwd = path.join(top, 'models')
    expect((await gate(cwd, '--since', 'HEAD')).report.findings).toEqual([])
    await writeFile(path.join(cwd, name), `\n${script}`)
    expect((await gate(cwd, '--since', 'HEAD')).report.findings).toHaveLength(1)
  })

  it.each([
    ['no-such-branch', 'git knows no commit "no-such-branch" here'],
    ['--output=stolen', 'is not the name of a commit'],
    ['HEAD; touch stolen', 'git knows no commit'],
    ['HEAD:train.py', 'git knows no commit'],
  ])('%s is refused in one line, and nothing is run', async (ref, says) => {
    const cwd = await temporaryFolder({ 'train.py': script })
    commit(cwd)
    expect(await refused(cwd, `--since=${ref}`)).toContain(says)
    expect(await readdir(cwd)).not.toContain('stolen')
  })

  it('needs a checkout', async () => {
    const cwd = await temporaryFolder({ 'train.py': script })
    expect(await refused(cwd, '--since', 'HEAD')).toContain('the project is not in a git checkout')
  })

  it('does not run what a hostile repository names', async () => {
    const cwd = await temporaryFolder({ 'train.py': script })
    commit(cwd)
    const hook = path.join(cwd, 'hook.sh')
    await writeFile(hook, `#!/bin/sh\ntouch '${path.join(cwd, 'ran')}'\n`, { mode: 0o755 })
    for (const key of ['core.fsmonitor', 'diff.external'])
      execFileSync('git', ['config', key, hook], { cwd, stdio: 'pipe' })
    await writeFile(path.join(cwd, 'train.py'), `\n${script}`)
    expect((await gate(cwd, '--since', 'HEAD')).report.findings).toHaveLength(1)
    expect(await readdir(cwd)).not.toContain('ran')
  })
})
