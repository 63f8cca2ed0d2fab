import { classNames } from '../../src/judge/class-names.ts'
import { type Confusion, confusionsOf } from '../../src/judge/confusions.ts'
import { copiesOf, placeOf } from '../../src/judge/duplicates.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { Evidence, FindingDraft, ImageLocation } from '../../src/model/finding.ts'
import type { ImageFacts } from '../../src/model/images.ts'
import type { Predictions } from '../../src/model/predictions.ts'
import { defineRule } from '../../src/model/rule.ts'

/**
 * Share told rightly of two classes, half-way from chance to certainty; the whole interval must lie below. The worst
 * real pairs known here lie above: glass and plastic of trashnet 0.75, oranges and satsumas of grocery 0.85.
 */
const TELLS = 0.75
/** Of each class, the share mistaken: in one direction only it is a matter of sizes or wrong labels. */
const FEWEST_MISTAKEN = 0.15
const FEWEST_SAMPLES = 20
/** Other pairs must be told at least so well (median), else the model, not the classes, is to blame. */
const OTHERS_TOLD = 0.85
/** Photos under both labels, and the share of the smaller class, from which people did not agree either. */
const FEWEST_PHOTOS = 5
const LEAST_SHARE = 0.05

export default defineRule({
  id: 'labels/ambiguous-classes',
  severity: 'info',
  needs: ['dataset', 'images'],
  wants: ['predictions'],
  maturity: 'preview',
  docs: {
    what: 'Two classes that cannot be told apart: the same photos lie under both, or a model that tells all other classes takes either for the other.',
    why: 'Where people drew no clear line no model finds one. The score stops at what guessing between the two yields, and every further experiment moves by chance.',
    how: 'Look at images of both side by side. Write down what divides them and label them anew, make one class of the two, or let an image bear both labels. If only the resolution hides the difference, train on larger images.',
    fixSafety: 'Manual: what the classes mean is for people to say.',
    references: [
      'Beyer et al., Are we done with ImageNet?, 2020: https://arxiv.org/abs/2006.07159',
      'Agresti and Coull, Approximate is better than "exact" for interval estimation of binomial proportions, The American Statistician 52(2), 1998: https://doi.org/10.1080/00031305.1998.10480550',
    ],
    bad: 'train/sofa/   # couches\ntrain/couch/  # sofas',
    good: 'train/sofa/   # sofas and couches',
  },
  *check({ dataset, images, predictions }) {
    const names = classNames(dataset)
    const known = new Set<string>()
    for (const { classes, photos } of sharedPhotos(dataset, images, names)) {
      const smaller = Math.min(...classes.map((name) => countOf(dataset, names, name)))
      if (photos.length < FEWEST_PHOTOS || photos.length < LEAST_SHARE * smaller) continue
      known.add(JSON.stringify(classes))
      yield draftOf(classes, photos.flat(), {
        message: `${photos.length} photos lie under both "${classes.join('" and "')}"`,
        confidence: 0.9,
        evidence: { photos: photos.length, smallerClass: smaller },
      })
    }
    if (predictions === undefined) return
    for (const { classes, accuracy, interval, mistaken, samples } of untold(predictions)) {
      if (known.has(JSON.stringify(classes))) continue
      const percent = (share: number) => Math.round(100 * share)
      yield draftOf(classes, placesOf(dataset, names, classes), {
        message: `A model that tells the other classes tells "${classes.join('" from "')}" in ${percent(accuracy)} % of cases only (95 % interval ${percent(interval[0])} to ${percent(interval[1])}, chance 50)`,
        confidence: 0.7,
        evidence: { accuracy: round(accuracy), interval: interval.map(round), mistaken, samples },
      })
    }
  },
})

function draftOf(
  classes: readonly string[],
  locations: ImageLocation[],
  said: { message: string; confidence: number; evidence: Evidence },
): FindingDraft {
  const title = `Say what divides "${classes.join('" from "')}", or make one class of them`
  return { ...said, locations, fix: { title, applicability: 'manual', operations: [] } }
}

/** For each pair of classes (sorted by name) the photos that lie under both, each with its places. */
function sharedPhotos(dataset: Dataset, images: ImageFacts, names: ReadonlyMap<string, string>) {
  const shared = new Map<string, { classes: string[]; photos: ImageLocation[][] }>()
  for (const { members } of copiesOf(dataset, images, () => true)) {
    const classes = [...new Set(members.flatMap(({ label }) => names.get(label ?? '') ?? []))].sort()
    if (classes.length !== 2) continue
    const key = JSON.stringify(classes)
    const places = members.filter(({ label }) => label !== null).map(placeOf)
    const known = shared.get(key) ?? { classes, photos: [] }
    known.photos.push(places)
    shared.set(key, known)
  }
  return [...shared.values()]
}

/** Pairs of classes that heads cannot tell, where they tell the others. */
function untold(predictions: Predictions): (Confusion & { classes: string[] })[] {
  const confusions = confusionsOf(predictions)
  return confusions.flatMap((one, place) => {
    const { pair, interval, mistaken, samples } = one
    const others = confusions.filter((_, other) => other !== place)
    const median = others[Math.floor(others.length / 2)]?.accuracy ?? 1
    const both = [0, 1].every((side) => (mistaken[side] ?? 0) >= FEWEST_MISTAKEN * (samples[side] ?? 0))
    const enough = Math.min(...samples) >= FEWEST_SAMPLES
    if (!enough || !both || interval[1] >= TELLS || median < OTHERS_TOLD) return []
    return [{ ...one, classes: pair.map((k) => predictions.classes[k] ?? '') }]
  })
}

function placesOf(
  dataset: Dataset,
  names: ReadonlyMap<string, string>,
  classes: readonly string[],
): ImageLocation[] {
  const folders = dataset.classFolders.filter(({ label }) => classes.includes(names.get(label) ?? ''))
  if (folders.length > 0) return folders.map(({ path, split }) => ({ path, split }))
  return classes.flatMap((name) => {
    const sample = dataset.samples.find(({ label }) => names.get(label ?? '') === name)
    return sample === undefined ? [] : [placeOf(sample)]
  })
}

const countOf = (dataset: Dataset, names: ReadonlyMap<string, string>, name: string): number =>
  dataset.samples.filter(({ label }) => names.get(label ?? '') === name).length

const round = (value: number) => Math.round(value * 1000) / 1000
