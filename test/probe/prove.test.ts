import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Finding } from '../../src/model/finding.ts'
import { Random } from '../../src/model/random.ts'
import type { Trial } from '../../src/model/trial.ts'
import { prove } from '../../src/probe/prove.ts'
import type { ProveRequest } from '../../src/probe/request.ts'
import { photosBelow, shotsOf } from '../support/shots.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findingOf, leakOf, projectOf, rulesWithTrials, workIn } from './project-of.ts'

const MINUTES = { timeout: 300_000 }

const request = (
  project: Pick<ProveRequest, 'project' | 'dataset' | 'images'>,
  findings: Finding[],
  changes: Partial<ProveRequest> = {},
): ProveRequest => ({ ...project, setups: [], findings, rules: rulesWithTrials, mode: 'quick', ...changes })

const trialsOf = (trials: ReadonlyMap<string, Trial>) => [...new Set(trials.values())]

/** Everything but the time it took. */
const lasting = (trial: Trial | undefined) => ({ ...trial, durationMs: 0 })

describe('on the shipped leaky project', async () => {
  const root = path.join(import.meta.dirname, '../../fixtures/grocery-leaky')
  const truth = z
    .object({
      clusters: z.record(z.string(), z.array(z.object({ members: z.array(z.string()) }))),
      unreadable: z.array(z.object({ path: z.string() })),
    })
    .parse(JSON.parse(await readFile(path.join(root, 'truth.json'), 'utf8')))
  const project = await projectOf(
    root,
    truth.unreadable.map(({ path: file }) => file),
  )
  const leaks = ['leakage/exact-duplicate', 'leakage/near-duplicate'].flatMap((rule) =>
    (truth.clusters[rule] ?? []).map(({ members }) => {
      const copies = members.filter((member) => member.startsWith('data/train/'))
      return findingOf(
        rule,
        members,
        copies.map((sample) => ({ op: 'exclude', sample })),
      )
    }),
  )

  test(
    'the leak is confirmed, the same again byte for byte, and what cannot be tried is said',
    MINUTES,
    async () => {
      const cache = await temporaryFolder()
      const other = findingOf('preprocessing/wrong-range', [], [])
      const first = await prove(request(project, [...leaks, other]), workIn(cache))
      const [trial, untried] = trialsOf(first)
      expect(trial?.verdict).toBe('confirmed')
      expect(trial?.reason).toMatch(
        /^Removing the \d+ leaked images lowers validation accuracy from [\d.]+ to [\d.]+ %/,
      )
      // The accuracies that are told and the effect belong together.
      const told = /^Removing.* On the (\d+) of (\d+) images .* it is ([\d.]+) % instead of ([\d.]+) %/
      const [images, of, fixed, reference] =
        told
          .exec(trial?.reason ?? '')
          ?.slice(1)
          .map(Number) ?? []
      expect(((fixed ?? 0) - (reference ?? 0)) * ((images ?? 0) / (of ?? 1))).toBeCloseTo(
        (trial?.effect ?? 0) * 100,
        1,
      )
      expect(trial?.interval?.[1]).toBeLessThan(0)
      expect(trial?.arms?.map(({ name, values }) => [name, values.length])).toEqual([
        ['baseline', 5],
        ['fixed', 5],
        ['placebo', 5],
      ])
      expect(untried).toMatchObject({
        verdict: 'not-run',
        reason: 'what reaches the network could not be followed to its end',
      })
      expect(first.size).toBe(leaks.length + 1)
      const [again] = trialsOf(await prove(request(project, leaks), workIn(cache)))
      expect(lasting(again)).toEqual(lasting(trial))
    },
  )

  test('an abort gives trials that were not run', MINUTES, async () => {
    const work = workIn(null, AbortSignal.abort())
    const trials = await prove(request(project, leaks), work)
    expect(trialsOf(trials)).toMatchObject([{ verdict: 'not-run', reason: 'interrupted' }])
  })

  test('without weights the reason is said', MINUTES, async () => {
    const folder = await temporaryFolder()
    vi.stubEnv('TRAINING_DOCTOR_CACHE', folder)
    vi.stubEnv('npm_config_cache', folder)
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/')
    vi.stubEnv('TRAINING_DOCTOR_WEIGHTS_URL', 'http://127.0.0.1:9/')
    const trials = await prove(request(project, leaks), workIn(null)).finally(() => vi.unstubAllEnvs())
    expect(trialsOf(trials)).toMatchObject([
      { verdict: 'not-run', reason: expect.stringMatching(/npm could not fetch nsfwjs@4\.2\.1/) },
    ])
  })

  test.each([
    ['no labels', { label: null }, 'the data has no labels'],
    ['no split', { split: 'all' }, 'it is not known which images are trained on'],
    ['no validation', { split: 'train' }, 'the data has no validation split'],
  ] as const)('data with %s is not tried', async (_name, change, reason) => {
    const samples = project.dataset.samples.map((sample) => ({ ...sample, ...change }))
    const dataset = { ...project.dataset, samples }
    const trials = await prove(request(project, leaks, { dataset }), workIn(null))
    expect(trialsOf(trials)).toMatchObject([{ verdict: 'not-run', reason }])
  })
})

const shared = process.env.DOCTOR_TEST_DATA

describe.skipIf(shared === undefined)('on photos split here (needs DOCTOR_TEST_DATA)', () => {
  /** 20 and 12 photos per class, and as training copies 5 of every 12 for validation. */
  async function planted() {
    const root = await temporaryFolder()
    const source = path.join(shared ?? '', 'data/grocery')
    const leaks: Finding[] = []
    for (const label of ['banana', 'kiwi', 'pepper', 'satsumas', 'tomato']) {
      const names = new Random(7, label).shuffled((await readdir(path.join(source, label))).sort())
      const place = async (name: string, folder: string, as = name) => {
        const target = `data/${folder}/${label}/${as}`
        await mkdir(path.dirname(path.join(root, target)), { recursive: true })
        await copyFile(path.join(source, label, name), path.join(root, target))
        return target
      }
      for (const name of names.slice(0, 20)) await place(name, 'train')
      for (const [i, name] of names.slice(20, 32).entries()) {
        const original = await place(name, 'val')
        if (i < 5) leaks.push(leakOf(await place(name, 'train', `copy of ${name}`), original))
      }
    }
    return { project: await projectOf(root), leaks, cache: path.join(root, 'cache') }
  }

  /** Of each class six bursts of three, the first shot for validation, and 20 single shots. Returns the bursts' files. */
  async function plantBursts(root: string): Promise<string[]> {
    const random = new Random(3, 'bursts')
    const photos = ['banana', 'kiwi', 'pepper', 'satsumas', 'tomato'].flatMap((label) => {
      const own = photosBelow(path.join(shared ?? '', 'data/grocery', label)).slice(0, 26)
      return own.map((photo, i) => ({ photo, i, label }))
    })
    const members: string[] = []
    for (const { photo, i, label } of photos) {
      for (const [shot, bytes] of (await shotsOf(photo, i < 6 ? 3 : 1, random)).entries()) {
        const folder = i < 12 && shot === 0 ? 'val' : 'train'
        const file = `data/${folder}/${label}/clip${i}_${shot}.jpg`
        await mkdir(path.dirname(path.join(root, file)), { recursive: true })
        await writeFile(path.join(root, file), bytes)
        if (i < 6) members.push(file)
      }
    }
    return members
  }

  test(
    'bursts on both sides are confirmed, although their fix moves the validation side',
    MINUTES,
    async () => {
      const root = await temporaryFolder()
      const members = await plantBursts(root)
      const moves = members.filter((file) => file.startsWith('data/val/'))
      const finding = findingOf(
        'leakage/same-group',
        members,
        moves.map((sample) => ({ op: 'move', sample, split: 'train' })),
      )
      const [trial] = trialsOf(
        await prove(request(await projectOf(root), [finding]), workIn(path.join(root, 'cache'))),
      )
      expect(trial).toMatchObject({
        verdict: 'confirmed',
        reason: expect.stringContaining('Removing the 60 leaked images'),
      })
    },
  )

  test('a planted leak is confirmed; a leak that is none is not', MINUTES, async () => {
    const { project, leaks, cache } = await planted()
    const [real] = trialsOf(await prove(request(project, leaks), workIn(cache)))
    expect(real?.verdict).toBe('confirmed')

    const paths = project.dataset.samples
      .map(({ path: file }) => file)
      .filter((file) => !file.includes('copy of'))
    const innocent = (folder: string) =>
      new Random(3, folder).shuffled(paths.filter((file) => file.includes(folder)))
    const [train, val] = [innocent('/train/'), innocent('/val/')]
    const invented = val.slice(0, 25).map((file, i) => leakOf(train[i] ?? '', file))
    const [none] = trialsOf(await prove(request(project, invented), workIn(cache)))
    expect(none?.verdict).not.toBe('confirmed')
    expect(none?.verdict).not.toBe('not-run')
  })
})
