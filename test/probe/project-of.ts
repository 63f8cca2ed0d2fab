import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, Sample } from '../../src/model/dataset.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Operation } from '../../src/model/fix.ts'
import type { ImageFact } from '../../src/model/images.ts'
import { silent, type WorkContext } from '../../src/model/progress.ts'
import { defineRule, type Rule, type RuleId, type TrialSpec } from '../../src/model/rule.ts'
import type { ProveRequest } from '../../src/probe/request.ts'
import { imageFact } from '../support/facts.ts'

/** A real project for the probe from folders `train/<class>` and `val/<class>` under `root/data`. */
export async function projectOf(
  root: string,
  unreadable: readonly string[] = [],
): Promise<Pick<ProveRequest, 'project' | 'dataset' | 'images'>> {
  const samples: Sample[] = []
  const images = new Map<string, ImageFact>()
  for (const [folder, split] of [
    ['train', 'train'],
    ['val', 'validation'],
  ] as const) {
    for (const label of (await readdir(path.join(root, 'data', folder))).sort()) {
      const names = await readdir(path.join(root, 'data', folder, label))
      for (const name of names.filter((one) => /\.(jpg|png)$/.test(one)).sort()) {
        const file = `data/${folder}/${label}/${name}`
        samples.push({ path: file, split, label, group: null })
        images.set(file, await factOf(root, file, unreadable))
      }
    }
  }
  const project = {
    root,
    given: root,
    config: { probe: { size: 150, budgetSeconds: 600 } },
    files: [],
    problems: [],
  }
  const dataset: Dataset = { samples, origin: 'folders', classFolders: [] }
  return { project, dataset, images: { images, clusters: [] } }
}

async function factOf(root: string, file: string, unreadable: readonly string[]): Promise<ImageFact> {
  if (unreadable.includes(file)) return { ok: false, path: file, bytesDigest: null, reason: 'damaged' }
  const digest = createHash('sha256')
    .update(await readFile(path.join(root, file)))
    .digest('hex')
  return imageFact(file, { bytesDigest: digest })
}

/** A finding about images, with a fix. */
export function findingOf(rule: string, paths: readonly string[], operations: Operation[]): Finding {
  return {
    id: `${rule} ${paths.join(' ')}`,
    rule,
    severity: 'error',
    confidence: 1,
    message: '',
    why: '',
    how: '',
    locations: paths.map((path) => ({ path })),
    evidence: {},
    fix: { title: '', applicability: 'safe', operations },
  }
}

export const leakOf = (copy: string, original: string): Finding =>
  findingOf('leakage/exact-duplicate', [copy, original], [{ op: 'exclude', sample: copy }])

/** Rules that say only how their fixes can be tried. */
export const rulesWithTrials: Rule[] = (
  [
    ['leakage/exact-duplicate', { metric: 'validationAccuracy', expect: 'drop' }],
    ['leakage/near-duplicate', { metric: 'validationAccuracy', expect: 'drop' }],
    ['leakage/same-group', { metric: 'validationAccuracy', expect: 'drop' }],
    ['labels/conflicting-duplicates', { metric: 'brierScore', expect: 'drop' }],
    ['augmentation/in-validation', { metric: 'brierScore', expect: 'drop' }],
    ['preprocessing/wrong-range', { metric: 'brierScore', expect: 'drop' }],
  ] as const satisfies readonly [RuleId, TrialSpec][]
).map(([id, trial]) =>
  defineRule({
    id,
    severity: 'error',
    needs: [],
    maturity: 'stable',
    trial,
    docs: { what: '', why: '', how: '', fixSafety: '', references: [], bad: '', good: '' },
    *check() {},
  }),
)

export function workIn(
  cacheDir: string | null,
  signal: AbortSignal = new AbortController().signal,
): WorkContext {
  return { progress: silent, signal, cacheDir, jobs: 2, seed: 1 }
}
