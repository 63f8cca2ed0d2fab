import type { FindingDraft } from '../../src/model/finding.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'augmentation/frozen-by-cache',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'Training images are transformed at random and then cached, so that every epoch sees the same ones.',
    why: 'cache() keeps what the first epoch drew. From the second epoch on the augmentation is fixed: the model sees each image in one version only and overfits to it, as if there were no augmentation.',
    how: 'Put cache() before the random transforms: decode, resize, cache, shuffle, augment, batch, prefetch.',
    fixSafety:
      'Manual: where cache() belongs depends on what fits into memory and on which steps are worth keeping.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/data/Dataset#cache',
      'https://www.tensorflow.org/guide/data_performance#caching',
    ],
    bad: 'train = train.map(augment).cache().shuffle(1000).batch(32)',
    good: 'train = train.cache().map(augment).shuffle(1000).batch(32)',
  },
  *check({ setups }) {
    for (const { pipelines } of setups) {
      const told = new Set<string>()
      for (const pipeline of pipelines) {
        const cache = pipeline.role === 'train' ? cacheBehindChance(pipeline) : undefined
        if (cache === undefined || told.has(JSON.stringify(cache.cache.span))) continue
        told.add(JSON.stringify(cache.cache.span))
        yield draft(pipeline, cache)
      }
    }
  },
})

interface Frozen {
  cache: Step
  frozen: Step[]
}

/** The last cache with random transforms before it and none behind it, which would keep the images changing. */
function cacheBehindChance({ steps }: Pipeline): Frozen | undefined {
  const at = steps.findLastIndex((step) => step.kind === 'cache')
  const cache = steps[at]
  const frozen = steps.slice(0, Math.max(0, at)).filter(isRandom)
  return cache === undefined || frozen.length === 0 || steps.slice(at).some(isRandom)
    ? undefined
    : { cache, frozen }
}

const isRandom = (step: Step) => step.kind === 'random-transform'

function draft(pipeline: Pipeline, { cache, frozen }: Frozen): FindingDraft {
  const names = [...new Set(frozen.map((step) => step.name))].join(', ')
  return {
    message: `${cache.name} keeps what ${names} drew in the first epoch: from then on the images no longer vary`,
    locations: [cache.span, ...frozen.slice(0, 1).map((step) => step.span)],
    evidence: { pipeline: pipeline.id, transforms: names },
    fix: {
      title: 'Cache before the random transforms',
      applicability: 'manual',
      operations: [{ op: 'set', field: `${pipeline.id}.steps`, value: 'cache before augmentation' }],
    },
  }
}
