import { classNames } from '../../src/judge/class-names.ts'
import { placeOf } from '../../src/judge/duplicates.ts'
import { type Told, toldClasses, type Valued } from '../../src/judge/shortcut/predictability.ts'
import { properties } from '../../src/judge/shortcut/properties.ts'
import type { Dataset, Sample } from '../../src/model/dataset.ts'
import type { ImageLocation } from '../../src/model/finding.ts'
import type { DecodedImage, ImageFacts } from '../../src/model/images.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'images/shortcut',
  severity: 'warning',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'A class can be told by something that has nothing to do with what its images show: their file format, size, JPEG quality, camera, missing colour, a frame, or brightness alone.',
    why: 'A network takes the easiest way to the right answer. Where a frame or the traces of an encoder give the class away it learns those, scores well in validation, which has the same flaw, and fails on images that come from elsewhere. If validation comes from elsewhere, it stays at chance and no change of the model helps.',
    how: 'Bring the images of all classes to the same format, size and quality by the same steps, crop frames, and collect each class from the same sources. Where images of one class only come from one source, leave that source out of validation to see what the model has learned.',
    fixSafety:
      'Manual: images have to be converted or collected anew. The probe tries frames alone, which can be cut off an image: it measures heads that learned with and without them on images that have none. Its heads stand on a frozen trunk; a network that trains all of its layers takes up more.',
    references: [
      'Geirhos et al., Shortcut learning in deep neural networks, Nature Machine Intelligence 2, 2020: https://arxiv.org/abs/2004.07780',
      'Torralba and Efros, Unbiased look at dataset bias, CVPR 2011: https://doi.org/10.1109/CVPR.2011.5995347',
      'Zech et al., Variable generalization performance of a deep learning model to detect pneumonia in chest radiographs, PLOS Medicine 15(11), 2018: https://doi.org/10.1371/journal.pmed.1002683',
    ],
    bad: 'train/cat/   # 300 JPEG from phones, 4000 x 3000\ntrain/dog/   # 300 PNG from the web, 640 x 480',
    good: 'train/cat/   # 300 JPEG, 640 x 480, from phones and the web\ntrain/dog/   # 300 JPEG, 640 x 480, from phones and the web',
  },
  *check({ dataset, images }) {
    const learned = labelled(dataset, images).filter(({ sample }) => /^(train|all)$/.test(sample.split))
    if (new Set(learned.map(({ label }) => label)).size < 2) return
    // What the format gives away, the channels and the quality give away too: each class is named once.
    const known = new Set<string>()
    for (const property of properties) {
      const valued: Valued[] = []
      for (const { image, label } of learned) {
        const value = property.of(image)
        if (value !== null) valued.push({ label, value })
      }
      const told = toldClasses(valued, property.bar).filter(({ label }) => !known.has(label))
      if (told.length === 0) continue
      for (const { label } of told) known.add(label)
      yield {
        message: `${told.map(({ label }) => `"${label}"`).join(', ')} can be told by the ${property.name} alone: ${told.map(sayOf).join('; ')}`,
        // Night and day may be what is to be told apart.
        ...(property.honest ? { severity: 'info', confidence: 0.6 } : { confidence: 0.9 }),
        locations: told.flatMap(({ label }) => placesOf(dataset, learned, label)),
        evidence: {
          property: property.name,
          classes: Object.fromEntries(
            told.map(({ label, value, recall, others, precision }) => [
              label,
              { value, recall: round(recall), others: round(others), precision: round(precision) },
            ]),
          ),
        },
        fix: { title: property.remedy, applicability: 'manual', operations: [] },
      }
    }
  },
})

interface Labelled {
  sample: Sample
  /** One name for all spellings. */
  label: string
  image: DecodedImage
}

function labelled(dataset: Dataset, images: ImageFacts): Labelled[] {
  const names = classNames(dataset)
  return dataset.samples.flatMap((sample) => {
    const label = names.get(sample.label ?? '')
    const image = images.images.get(sample.path)
    return label === undefined || !image?.ok ? [] : [{ sample, label, image }]
  })
}

const sayOf = ({ label, value, have, of, othersHave, othersOf }: Told): string =>
  `${value} in ${have} of ${of} images of "${label}" and ${othersHave} of ${othersOf} others`

/** The class folders that are learned from; without folders, the first sample of the class. */
function placesOf(dataset: Dataset, learned: readonly Labelled[], label: string): ImageLocation[] {
  const members = learned.filter((one) => one.label === label).map(({ sample }) => sample)
  const spellings = new Set(members.map((sample) => sample.label))
  const splits = new Set(members.map(({ split }) => split))
  const folders = dataset.classFolders.filter((one) => spellings.has(one.label) && splits.has(one.split))
  if (folders.length > 0) return folders.map(({ path, split }) => ({ path, split }))
  return members.slice(0, 1).map(placeOf)
}

const round = (value: number) => Math.round(value * 1000) / 1000
