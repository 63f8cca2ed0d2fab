import { type DataName, drawSplit, type Planned, photosByClass, withoutTwins } from './photos.ts'
import { bystanders, contradict, leakBursts, leakCopies, mislabel } from './plants.ts'
import { type Setup, sound } from './setup.ts'

/** A project with planted causes. */
export interface Case {
  name: string
  /** For each planted cause the rules that tell of it; none for a healthy project. */
  truth: string[][]
  setup: Setup
  files: Planned[]
}

const copies = ['leakage/near-duplicate', 'leakage/exact-duplicate']
const group = ['leakage/same-group', 'leakage/near-duplicate', 'leakage/exact-duplicate']
const rate = ['training/learning-rate']
const batch = ['training/batch-size']
const schedule = ['training/plateau-schedule']
const range = ['preprocessing/wrong-range']
const random = ['augmentation/in-validation']
const conflicts = ['labels/conflicting-duplicates', 'labels/likely-mislabelled']
const noise = ['labels/likely-mislabelled']
const few = ['split/too-small']
const unfrozen = ['fine-tuning/unfrozen-under-new-head']
const norm = ['fine-tuning/batch-norm']
/** Augmentation is regularisation as well. */
const free = ['training/no-regularisation', 'augmentation/missing']

const augmentedBoth = { train: true, validation: true }
const plain = { train: false, validation: false }

/** Epochs of each phase where the trunk learns: its steps are dear. */
const fineTuned = 15

/** Splits that the projects take in turn: features of the same photos are computed once. */
const splits = 5

/**
 * The projects with one planted cause once more, each with two small faults beside it that do not matter: the planted
 * cause has to be ranked above them.
 */
export async function casesWithBystanders(data: DataName): Promise<Case[]> {
  const alone = (await casesOf(data)).filter(({ truth }) => truth.length === 1)
  return Promise.all(alone.map(async (one) => ({ ...one, files: await bystanders(one.files) })))
}

/** The projects of one data set. */
export async function casesOf(data: DataName): Promise<Case[]> {
  const classes = photosByClass(data)
  const usual = { train: Math.round(240 / classes.size), val: Math.round(120 / classes.size) }
  let seed = 0
  const split = (perClass = usual) => drawSplit(classes, perClass, ++seed % splits)
  const healthy = () => drawSplit(withoutTwins(classes), usual, ++seed % splits)
  const one = (name: string, truth: string[][], changes: Partial<Setup>, files = split()): Case => ({
    name,
    truth,
    setup: { ...sound, ...changes },
    files,
  })
  const sparse = { train: Math.round(60 / classes.size), val: usual.val }
  const tiny = { train: usual.train, val: 2 }
  return [
    one('copies in training', [copies], {}, await leakCopies(split(), 0.4, seed)),
    one('bursts on both sides', [group], {}, await leakBursts(split({ train: usual.val / 2, val: 0 }), seed)),
    one('conflicting labels', [conflicts], {}, await contradict(split(), 0.25, seed)),
    one('20 % wrong labels', [noise], {}, mislabel(split(), 0.2, seed)),
    one('augmented validation', [random], { augmented: augmentedBoth }),
    one('pixels of 0..255', [range], { scaled: false }),
    one('rate 100 times too high', [rate], { learningRate: 0.1 }),
    one('rate 100 times too low', [rate], { learningRate: 1e-5 }),
    one('batch of 1', [batch], { batchSize: 1 }),
    one('batch of the whole set', [batch], { batchSize: 256 }),
    one(
      'nothing regularises 60 images',
      [free],
      { hidden: 256, dropout: 0, augmented: plain, schedule: 'none', epochs: 60 },
      split(sparse),
    ),
    one('schedule acts at once', [schedule], { schedule: 'early' }),
    one('tiny validation', [few], {}, split(tiny)),
    one('whole trunk free under a new head', [unfrozen], { trunk: 'free', epochs: fineTuned }),
    one('batch norm in training mode', [norm], {
      trunk: 'fine-tuned',
      batchNorm: 'training',
      epochs: fineTuned,
    }),
    one(
      'copies, augmented validation',
      [copies, random],
      { augmented: augmentedBoth },
      await leakCopies(split(), 0.4, seed),
    ),
    one('pixels of 0..255, rate too high', [range, rate], { scaled: false, learningRate: 0.1 }),
    one(
      'conflicting labels, whole batch',
      [conflicts, batch],
      { batchSize: 256 },
      await contradict(split(), 0.25, seed),
    ),
    one('tiny validation, schedule at once', [few, schedule], { schedule: 'early' }, split(tiny)),
    one('healthy', [], {}, healthy()),
    one('healthy, SGD', [], { optimizer: 'SGD', learningRate: 0.01 }, healthy()),
    one('healthy, more dropout, no schedule', [], { dropout: 0.5, schedule: 'none', epochs: 15 }, healthy()),
    one('healthy, batches of 16', [], { batchSize: 16, epochs: 30 }, healthy()),
    one('healthy, fine-tuned', [], { trunk: 'fine-tuned', epochs: fineTuned }, healthy()),
  ]
}
