import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Random } from '../../src/model/random.ts'
import { shotsOf } from '../../test/support/shots.ts'
import type { Case } from './cases.ts'
import { openCv, program, sharedGenerator } from './programs.ts'
import type { Photo, Sandbox } from './sandbox.ts'

/** Of the validation photos, so many get a copy in training. */
const LEAKED = 48
/** Of the training photos, so many get a wrong label. */
const MISLABELLED = 60
/** Of each class so many scenes were photographed four times. */
const BURSTS = 6

const another = (sandbox: Sandbox, { label }: Photo, random: Random): string =>
  random.shuffled(sandbox.classes.filter((name) => name !== label))[0] ?? label

async function leak(
  sandbox: Sandbox,
  random: Random,
  nameOf: (name: string) => string,
  change: (bytes: Uint8Array, i: number) => Promise<Uint8Array>,
): Promise<void> {
  for (const [i, photo] of sandbox.shuffled('val', random).slice(0, LEAKED).entries()) {
    const bytes = await change(await readFile(sandbox.pathOf(photo)), i)
    await sandbox.add({ ...photo, side: 'train', name: nameOf(photo.name) }, bytes)
  }
}

const data: Case[] = [
  {
    kind: 'leak by copies',
    rule: 'leakage/exact-duplicate',
    plant: (sandbox, random) =>
      leak(
        sandbox,
        random,
        (name) => `new_${name}`,
        async (bytes) => bytes,
      ),
  },
  {
    kind: 'leak by changed copies',
    rule: 'leakage/near-duplicate',
    plant: (sandbox, random) =>
      leak(
        sandbox,
        random,
        (name) => `new_${name}`,
        (bytes, i) => {
          const small = sharp(bytes)
            .flop(i % 2 === 0)
            .resize({ width: 220 })
          return small.modulate({ brightness: 1.1 }).jpeg({ quality: 60 }).toBuffer()
        },
      ),
  },
  {
    kind: 'leak by augmented copies',
    rule: 'leakage/augmented-copy',
    plant: (sandbox, random) =>
      leak(
        sandbox,
        random,
        (name) => name.replace('.jpg', '_flip.jpg'),
        (bytes) => sharp(bytes).flop().jpeg({ quality: 90 }).toBuffer(),
      ),
  },
  {
    kind: 'group on both sides',
    rule: 'leakage/same-group',
    async plant(sandbox, random) {
      const scenes = sandbox.shuffled('val', random).slice(0, BURSTS * sandbox.classes.length)
      for (const [i, photo] of scenes.entries()) {
        const shots = await shotsOf(sandbox.pathOf(photo), 4, random)
        for (const [shot, bytes] of shots.entries()) {
          const name = `clip${i}_${shot * 5}.jpg`
          await sandbox.add({ ...photo, side: shot === 3 ? 'val' : 'train', name }, bytes)
        }
        await sandbox.take(photo)
      }
    },
  },
  {
    kind: 'copies under two labels',
    rule: 'labels/conflicting-duplicates',
    async plant(sandbox, random) {
      for (const photo of sandbox.shuffled('train', random).slice(0, MISLABELLED)) {
        const bytes = await readFile(sandbox.pathOf(photo))
        await sandbox.add(
          { ...photo, label: another(sandbox, photo, random), name: `new_${photo.name}` },
          bytes,
        )
      }
    },
  },
  {
    kind: 'wrong copies beside two right ones',
    rule: 'labels/conflicting-duplicates',
    async plant(sandbox, random) {
      for (const photo of sandbox.shuffled('train', random).slice(0, MISLABELLED)) {
        const bytes = await readFile(sandbox.pathOf(photo))
        const label = another(sandbox, photo, random)
        await sandbox.add({ ...photo, name: `again_${photo.name}` }, bytes)
        await sandbox.add({ ...photo, label, name: `new_${photo.name}` }, bytes)
      }
    },
  },
  {
    kind: 'wrong labels',
    rule: 'labels/likely-mislabelled',
    async plant(sandbox, random) {
      for (const photo of sandbox.shuffled('train', random).slice(0, MISLABELLED))
        await sandbox.move(photo, { ...photo, label: another(sandbox, photo, random) })
    },
  },
]

const code: Case[] = [
  {
    kind: 'augmented validation',
    rule: 'augmentation/in-validation',
    program: sharedGenerator(
      'rotation_range=40, zoom_range=0.3, brightness_range=(0.4, 1.6), horizontal_flip=True',
    ),
  },
  {
    kind: 'wrong range',
    rule: 'preprocessing/wrong-range',
    program: program({ scale: 'layers.Rescaling(1 / 255)(inputs)' }),
  },
  { kind: 'not scaled', rule: 'preprocessing/wrong-range', program: program({ scale: 'inputs' }) },
  {
    kind: 'scaled twice',
    rule: 'preprocessing/double-scaling',
    program: program({
      scale: 'keras.applications.inception_v3.preprocess_input(layers.Rescaling(1 / 255)(inputs))',
    }),
  },
  {
    kind: 'validation scaled otherwise',
    rule: 'preprocessing/train-validation-mismatch',
    program: program({
      scale: 'inputs',
      train: '.map(lambda x, y: (keras.applications.inception_v3.preprocess_input(x), y))',
      validation: '.map(lambda x, y: (x / 255, y))',
    }),
  },
  { kind: 'channel order', rule: 'preprocessing/channel-order', program: openCv },
  {
    kind: 'rate far too high',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.Adam(0.1)' }),
  },
  {
    kind: 'rate far too high, SGD',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.SGD(1.0)' }),
  },
  {
    kind: 'rate far too low',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.Adam(1e-6)' }),
  },
  { kind: 'whole set in a batch', rule: 'training/batch-size', program: program({ batch: '360' }) },
  {
    kind: 'schedule that fires at once',
    rule: 'training/plateau-schedule',
    program: program({
      callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', mode='max', patience=1)",
    }),
  },
  {
    kind: 'optimizer far too slow',
    rule: 'training/optimizer',
    program: program({ optimizer: "'adadelta'" }),
  },
]

/** Faults that are known to do harm. */
export const planted: readonly Case[] = [...data, ...code]
