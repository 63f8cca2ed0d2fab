import type { Examination } from '../../src/doctor.ts'
import type { Sample } from '../../src/model/dataset.ts'
import type { Operation } from '../../src/model/fix.ts'
import type { Random } from '../../src/model/random.ts'
import { findingOf, leakOf } from '../../test/probe/project-of.ts'
import { about, type Invention } from './about.ts'
import type { Case } from './cases.ts'
import { fineTuningHarms, fineTuningNulls } from './fine-tuning.ts'
import { fullNulls } from './full-probe.ts'
import { frames } from './planted/photos.ts'
import { program, sharedGenerator } from './programs.ts'

const rate = (wanted: number) => about('training/learning-rate', { wanted })
const decay = (wanted: number) => about('training/no-regularisation', { wanted })
const batch = (wanted: number) => about('training/batch-size', { wanted })
const schedule = (name: string, value: string) =>
  about('training/plateau-schedule', { arguments: [name] }, [{ op: 'set', field: `callback.${name}`, value }])

function samplesOf({ facts }: Examination, split: Sample['split'], random: Random): Sample[] {
  if (!facts.dataset?.ok) throw new Error('the sandbox has no data set')
  return random.shuffled(facts.dataset.value.samples.filter((sample) => sample.split === split))
}

/** Training photos called copies of validation photos of their class, with which they have nothing to do. */
const strangers =
  (count: number): Invention =>
  (examination, random) => {
    const training = samplesOf(examination, 'train', random)
    return samplesOf(examination, 'validation', random)
      .slice(0, count)
      .flatMap(({ path, label }) => {
        const at = training.findIndex((one) => one.label === label)
        return training.splice(at, 1).map((one) => leakOf(one.path, path))
      })
  }

/** Photos of both sides called one scene. */
const crowd: Invention = (examination, random) => {
  const members = [
    ...samplesOf(examination, 'train', random).slice(0, 60),
    ...samplesOf(examination, 'validation', random).slice(0, 40),
  ].map(({ path }) => path)
  return [findingOf('leakage/same-group', members, [])]
}

/** Training photos whose right labels are called wrong. */
const called =
  (count: number, operation: (sample: Sample, random: Random) => Operation): Invention =>
  (examination, random) =>
    samplesOf(examination, 'train', random)
      .slice(0, count)
      .map((sample) => findingOf('labels/conflicting-duplicates', [sample.path], [operation(sample, random)]))

const excluded = ({ path }: Sample): Operation => ({ op: 'exclude', sample: path })

const hiddenUnits = "x = layers.Dense(512, activation='relu')(x)"

/** Fixes that change nothing that matters. */
export const nulls: readonly Case[] = [
  { kind: '48 strangers called copies', rule: 'leakage/exact-duplicate', invent: strangers(48) },
  { kind: '12 strangers called copies', rule: 'leakage/exact-duplicate', invent: strangers(12) },
  { kind: 'strangers called one scene', rule: 'leakage/same-group', invent: crowd },
  {
    kind: '60 right labels called wrong, left out',
    rule: 'labels/conflicting-duplicates',
    invent: called(60, excluded),
  },
  {
    kind: '15 right labels called wrong, left out',
    rule: 'labels/conflicting-duplicates',
    invent: called(15, excluded),
  },
  {
    kind: 'a random split called one in class order',
    rule: 'split/class-ordered-tail',
    invent: about('split/class-ordered-tail', {}),
  },
  { kind: 'rate 2 % higher', rule: 'training/learning-rate', invent: rate(1.02e-3) },
  { kind: 'batches of 31 instead of 32', rule: 'training/batch-size', invent: batch(31) },
  {
    kind: 'weight decay of 0.0000001 on 512 hidden units',
    rule: 'training/no-regularisation',
    program: program({ head: `${hiddenUnits}\nx = layers.Dropout(0.5)(x)` }),
    invent: decay(1e-7),
  },
  {
    kind: 'patience of 4 instead of 3',
    rule: 'training/plateau-schedule',
    invent: schedule('patience', '4'),
  },
  {
    kind: 'range 0.4 % narrower',
    rule: 'preprocessing/wrong-range',
    invent: about('preprocessing/wrong-range', { seen: [-1, 1 - 1 / 128], wanted: [-1, 1] }),
  },
  {
    kind: 'black frames around a third of all photos',
    rule: 'images/shortcut',
    plant: (sandbox, random) => {
      const some = new Set(random.shuffled(sandbox.photos).slice(0, sandbox.photos.length / 3))
      return frames((photo) => some.has(photo))(sandbox)
    },
    invent: about('images/shortcut', { property: 'border', classes: { any: { value: '0/0/0 frame' } } }),
  },
  {
    kind: 'flips in validation',
    rule: 'augmentation/in-validation',
    program: sharedGenerator('horizontal_flip=True'),
  },
  ...fineTuningNulls,
  ...fullNulls,
]

/** Fixes that make a right setup worse. */
export const harmful: readonly Case[] = [
  { kind: 'rate 100 times higher', rule: 'training/learning-rate', invent: rate(0.1) },
  { kind: 'rate 1000 times lower', rule: 'training/learning-rate', invent: rate(1e-6) },
  { kind: 'whole set in a batch', rule: 'training/batch-size', invent: batch(360) },
  {
    kind: 'weight decay of 10 on 512 hidden units, SGD',
    rule: 'training/no-regularisation',
    program: program({ head: hiddenUnits, optimizer: 'keras.optimizers.SGD(1e-2, momentum=0.9)' }),
    invent: decay(10),
  },
  {
    kind: 'schedule that fires at once',
    rule: 'training/plateau-schedule',
    program: program({ callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', patience=1)" }),
    invent: schedule('mode', 'max'),
  },
  {
    kind: 'a third of right labels changed',
    rule: 'labels/conflicting-duplicates',
    invent: (examination, random) => {
      const labels = [...new Set(samplesOf(examination, 'train', random).map(({ label }) => label ?? ''))]
      const other = (sample: Sample) =>
        random.shuffled(labels.filter((label) => label !== sample.label))[0] ?? ''
      return called(120, (sample) => ({ op: 'relabel', sample: sample.path, label: other(sample) }))(
        examination,
        random,
      )
    },
  },
  {
    kind: 'two thirds of the photos left out',
    rule: 'labels/conflicting-duplicates',
    invent: called(240, excluded),
  },
  ...fineTuningHarms,
]
