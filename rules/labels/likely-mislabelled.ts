import { classNames } from '../../src/judge/class-names.ts'
import { provenDoubts } from '../../src/judge/doubtful-labels.ts'
import { copiesOf, placeOf } from '../../src/judge/duplicates.ts'
import type { Dataset, Sample } from '../../src/model/dataset.ts'
import type { ImageFacts } from '../../src/model/images.ts'
import { defineRule } from '../../src/model/rule.ts'

const why =
  'Wrong labels in training teach the wrong class; in validation they put a ceiling on the score that no model can pass, and rank models by how well they repeat the mistakes.'

export default defineRule({
  id: 'labels/likely-mislabelled',
  severity: 'warning',
  needs: ['dataset', 'images', 'predictions'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Many labels are wrong, and these most likely: a model that never saw the photo is surer of another class than hard photos of this data set explain. Single wrong labels in a good set are not named: there, the oddest photos look just so. Sets of fewer than 250 labelled images are not judged.',
    why,
    how: 'Look at the photo. If the suggested label is right, correct it; if the photo shows both classes or none, leave it out.',
    fixSafety:
      'Unsafe: rare but right photos look wrong to a model, so every suggestion wants a look before it is taken.',
    references: [
      'Northcutt, Jiang and Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels, JAIR 70, 2021: https://arxiv.org/abs/1911.00068',
      'Wilks, The large-sample distribution of the likelihood ratio, Annals of Mathematical Statistics 9(1), 1938: https://doi.org/10.1214/aoms/1177732360',
      'Natarajan, Dhillon, Ravikumar and Tewari, Learning with Noisy Labels, NeurIPS 2013: https://papers.nips.cc/paper/5073-learning-with-noisy-labels',
    ],
    bad: 'train/kiwi/IMG_7.jpg     # shows a tomato',
    good: 'train/tomato/IMG_7.jpg',
  },
  *check({ dataset, images, predictions }) {
    const names = classNames(dataset)
    const samples = new Map(dataset.samples.map((sample) => [sample.path, sample]))
    const conflicting = conflictingCopies(dataset, images, names)
    // That copies disagree is a surer finding, of labels/conflicting-duplicates: they prove nothing about the others.
    const others = predictions.samples.filter(({ path }) => !conflicting.has(path))
    const { rate, least, labels } = provenDoubts({ ...predictions, samples: others })
    const [share, atLeast] = [rate, least].map((one) => Math.round(100 * one))
    for (const { sample: prediction, suggested, wrong } of labels) {
      const sample = samples.get(prediction.path)
      const given = predictions.classes[prediction.label]
      const better = predictions.classes[suggested]
      if (!sample || better === undefined || names.get(sample.label ?? '') !== given) continue
      const [own, other] = [prediction.label, suggested].map((k) => round(prediction.probabilities[k] ?? 0))
      const label = spellingIn(dataset, sample, better, names)
      yield {
        message: `Labelled "${sample.label}", but looks like "${label}" (probability ${other} against ${own})`,
        why: `About ${share} % of these labels are wrong, at least ${atLeast} %. ${why}`,
        confidence: round(Math.min(wrong, 0.95)),
        locations: [placeOf(sample)],
        evidence: {
          given: sample.label,
          suggested: label,
          probabilities: { given: own ?? 0, suggested: other ?? 0 },
          wrong: round(wrong),
          ofAllLabels: { wrong: round(rate), atLeast: round(least) },
        },
        fix: {
          title: `Relabel it as "${label}"`,
          applicability: 'unsafe',
          operations: [{ op: 'relabel', sample: sample.path, label }],
        },
      }
    }
  },
})

/** Paths of photos that lie under two classes. */
function conflictingCopies(
  dataset: Dataset,
  images: ImageFacts,
  names: ReadonlyMap<string, string>,
): Set<string> {
  const groups = copiesOf(dataset, images, () => true).filter(({ members }) => {
    const classes = members.flatMap(({ label }) => (label === null ? [] : [names.get(label)]))
    return new Set(classes).size > 1
  })
  return new Set(groups.flatMap(({ members }) => members.map(({ path }) => path)))
}

/** How the sample's own split spells the class. */
function spellingIn(
  dataset: Dataset,
  { split }: Sample,
  name: string,
  names: ReadonlyMap<string, string>,
): string {
  const labels = dataset.samples.flatMap((one) =>
    one.split === split && one.label !== null && names.get(one.label) === name ? [one.label] : [],
  )
  return labels[0] ?? name
}

const round = (value: number) => Math.round(value * 100) / 100
