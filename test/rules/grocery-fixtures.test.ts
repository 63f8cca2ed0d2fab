import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { gatherDataset } from '../../src/dataset/gather.ts'
import { gatherImages } from '../../src/images/gather.ts'
import { unwrap } from '../../src/judge/unwrap.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { ImageFacts } from '../../src/model/images.ts'
import { discover } from '../../src/project/discover.ts'
import { readTruth, type Truth } from '../support/truth.ts'
import { workContext } from '../support/work.ts'

/** What a rule must report, each finding by its places. */
const expected: Record<string, (truth: Truth) => string[][]> = {
  'leakage/exact-duplicate': ({ clusters }) =>
    clusters['leakage/exact-duplicate'].map((cluster) => cluster.members),
  'leakage/near-duplicate': ({ clusters }) =>
    clusters['leakage/near-duplicate'].map((cluster) => cluster.members),
  'labels/conflicting-duplicates': ({ clusters }) =>
    clusters['labels/conflicting-duplicates'].map((cluster) => cluster.members),
  'labels/class-mismatch': ({ classMismatch }) => classMismatch.map(({ folder }) => [folder]),
  'labels/inconsistent-names': ({ inconsistentNames }) => inconsistentNames.map(({ folders }) => folders),
  'images/unreadable': ({ unreadable }) => unreadable.map((one) => [one.path]),
}

async function examine(fixture: string): Promise<{ dataset: Dataset; images: ImageFacts; facts: Facts }> {
  const project = await discover(fixture)
  const dataset = await gatherDataset(project, [])
  const images = await gatherImages(project, dataset, workContext())
  const facts: Facts = {
    project: { ok: true, value: project },
    dataset: { ok: true, value: dataset },
    images: { ok: true, value: images },
  }
  return { dataset, images, facts }
}

describe.each(['grocery-leaky', 'grocery-clean'])('fixtures/%s', (name) => {
  const fixture = path.join('fixtures', name)
  const gathered = examine(fixture)

  test('every sample is on its side', async () => {
    const { samples } = await readTruth(fixture)
    const { dataset } = await gathered
    const count = (split: string) => dataset.samples.filter((sample) => sample.split === split).length
    expect({ train: count('train'), validation: count('validation') }).toEqual(samples)
  })

  test.each(Object.keys(expected))('%s finds what was planted and nothing else', async (id) => {
    const truth = await readTruth(fixture)
    const rule = rules.find((one) => one.id === id)
    const drafts = [...(rule?.check(unwrap((await gathered).facts)) ?? [])]
    const found = drafts.map((draft) => draft.locations.map((location) => location.path).sort())
    expect(found.sort()).toEqual(expected[id]?.(truth).sort())
  })

  test('copies within one split under one label are known but harmless', async () => {
    const { clusters } = await readTruth(fixture)
    const { images } = await gathered
    for (const { members } of clusters.harmless) {
      expect(images.clusters.map((cluster) => cluster.members)).toContainEqual(members)
    }
  })
})
