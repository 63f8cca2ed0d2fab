import path from 'node:path'
import { parseArgs } from 'node:util'
import { rules } from '../../rules/index.ts'
import { examine } from '../../src/doctor.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { RuleId } from '../../src/model/rule.ts'
import type { Trial, Verdict } from '../../src/model/trial.ts'
import { prove } from '../../src/probe/prove.ts'
import { discover } from '../../src/project/discover.ts'
import { benchWork } from '../work.ts'
import { type PhotoSet, photoSets, Sandbox } from './sandbox.ts'

/**
 * Trials of fine-tuning on photos of DOCTOR_TEST_DATA: planted faults, which the real rules find, and right programs
 * that are called faulty. `npx tsx bench/probe/fine-tuning.ts [--set grocery] [--kind TEXT] [--draw 1] [--mode full]`
 */
const { values } = parseArgs({
  options: {
    set: { type: 'string' },
    kind: { type: 'string', default: '' },
    draw: { type: 'string', default: '1' },
    mode: { type: 'string', default: 'quick' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const data = path.join(root, 'data')
const mode = values.mode === 'full' ? 'full' : 'quick'

interface Case {
  kind: string
  rule: RuleId
  program: string
  /** Findings to be tried in place of what the rule says of the program: it is called faulty, and is not. */
  called?: { program: string; wanted?: number }
  expected: readonly Verdict[]
}

const opening = (weights: string, call: string) => `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
train = keras.utils.image_dataset_from_directory('data/train', image_size=(150, 150), batch_size=16)
val = keras.utils.image_dataset_from_directory('data/val', image_size=(150, 150))
base = keras.applications.InceptionV3(include_top=False, weights=${weights}, input_shape=(150, 150, 3))
inputs = keras.Input((150, 150, 3))
x = keras.applications.inception_v3.preprocess_input(inputs)
x = base(x${call})
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(8, activation='softmax')(x)
model = keras.Model(inputs, outputs)
`
const trained = (optimizer: string, epochs: number) =>
  `model.compile(optimizer=keras.optimizers.${optimizer}, loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=${epochs})
`
/** Head first, then the layers from 249 on, as Keras' example has it. */
const twoPhases = (optimizer: string, call = ', training=False', unfreeze = 'base.trainable = True\n') =>
  `${opening("'imagenet'", call)}base.trainable = False
${trained('Adam(1e-3)', 10)}${unfreeze}${trained(optimizer, 10)}`
const allAtOnce = (optimizer: string, weights = "'imagenet'", call = '') =>
  `${opening(weights, call)}${trained(optimizer, 10)}`

const adamHigh = twoPhases('Adam(1e-3)')
const awake = twoPhases('Adam(1e-4)', '')
const atOnce = allAtOnce('Adam(1e-3)')
const confirmed = ['confirmed'] as const
const notConfirmed = ['inconclusive', 'refuted'] as const

const cases: readonly Case[] = [
  {
    kind: 'Adam(1e-3) after unfreezing',
    rule: 'fine-tuning/learning-rate',
    program: adamHigh,
    expected: confirmed,
  },
  {
    kind: 'Adam(1e-2) after unfreezing',
    rule: 'fine-tuning/learning-rate',
    program: twoPhases('Adam(1e-2)'),
    expected: confirmed,
  },
  {
    kind: 'batch norm awake at Adam(1e-4)',
    rule: 'fine-tuning/batch-norm',
    program: awake,
    expected: confirmed,
  },
  {
    kind: 'all unfrozen under a new head, Adam(1e-3)',
    rule: 'fine-tuning/unfrozen-under-new-head',
    program: atOnce,
    expected: confirmed,
  },
  {
    kind: 'random weights, Adam(1e-3)',
    rule: 'fine-tuning/not-pretrained',
    program: allAtOnce('Adam(1e-3)', 'None'),
    expected: confirmed,
  },
  {
    kind: 'null: Adam(1e-5), advice 1e-6',
    rule: 'fine-tuning/learning-rate',
    program: twoPhases('Adam(1e-5)'),
    called: { program: adamHigh, wanted: 1e-6 },
    expected: notConfirmed,
  },
  {
    kind: 'null: Adam(1e-4), advice 0.00009',
    rule: 'fine-tuning/learning-rate',
    program: twoPhases('Adam(1e-4)'),
    called: { program: adamHigh, wanted: 9e-5 },
    expected: notConfirmed,
  },
  {
    kind: 'null: batch norm in inference mode already',
    rule: 'fine-tuning/batch-norm',
    program: twoPhases('Adam(1e-4)'),
    called: { program: awake },
    expected: notConfirmed,
  },
  {
    kind: 'null: all at once at Adam(1e-4), batch norm in inference mode',
    rule: 'fine-tuning/unfrozen-under-new-head',
    program: allAtOnce('Adam(1e-4)', "'imagenet'", ', training=False'),
    called: { program: atOnce },
    expected: notConfirmed,
  },
  {
    kind: 'harm: Adam(1e-4), advice 1e-2',
    rule: 'fine-tuning/learning-rate',
    program: twoPhases('Adam(1e-4)'),
    called: { program: adamHigh, wanted: 1e-2 },
    expected: ['refuted'],
  },
]

const work = benchWork(Number(values.draw))

/** What is found in a program, and what it was found in. */
async function examined(sandbox: Sandbox, { rule }: Case, program: string) {
  await sandbox.write('train.py', program)
  const project = { ...(await discover(sandbox.root)), config: { probe: { size: 150 } } }
  // A rule about files beside it, so that the images are read for rules about code as well.
  const selection = { only: [rule, 'images/unreadable'], skip: [] }
  const { facts, findings } = await examine(project, { rules, selection, probe: 'none' }, work)
  const { dataset, images, setups } = facts
  if (!dataset?.ok || !images?.ok || !setups?.ok) throw new Error(`nothing was gathered for ${rule}`)
  await sandbox.restore()
  const request = {
    project,
    dataset: dataset.value,
    images: images.value,
    setups: setups.value,
    rules,
    mode,
  } as const
  return { request, findings }
}

async function tried(sandbox: Sandbox, one: Case): Promise<Trial | undefined> {
  const { request, findings } = await examined(sandbox, one, one.program)
  const { called } = one
  const claimed = called === undefined ? findings : (await examined(sandbox, one, called.program)).findings
  const invented = claimed.map((finding): Finding => {
    const { wanted } = called ?? {}
    return wanted === undefined ? finding : { ...finding, evidence: { ...finding.evidence, wanted } }
  })
  return [...(await prove({ ...request, findings: invented }, work)).values()][0]
}

console.log(
  '| set | case | verdict | as expected | before and after | interval | seconds | processor seconds |',
)
console.log('|---|---|---|---|---|---|---|---|')
const shown = (metric: string | undefined, value = Number.NaN) =>
  metric === 'validationLoss' ? value.toFixed(2) : `${(value * 100).toFixed(1)} %`
for (const set of Object.keys(photoSets) as PhotoSet[]) {
  if (values.set !== undefined && values.set !== set) continue
  const sandbox = await Sandbox.draw(data, set, work.seed)
  for (const one of cases.filter(({ kind }) => kind.includes(values.kind))) {
    const [before, started] = [process.cpuUsage(), performance.now()]
    const trial = await tried(sandbox, one)
    const { user, system } = process.cpuUsage(before)
    const [low, high] = trial?.interval ?? []
    const cells = [
      set,
      one.kind,
      trial?.verdict ?? 'not found',
      trial && one.expected.includes(trial.verdict) ? 'yes' : 'no',
      `${shown(trial?.metric, trial?.baseline)} to ${shown(trial?.metric, trial?.fixed)}`,
      `${shown(trial?.metric, low)} to ${shown(trial?.metric, high)}`,
      ((performance.now() - started) / 1000).toFixed(0),
      ((user + system) / 1e6).toFixed(0),
    ]
    console.log(`| ${cells.join(' | ')} |`)
    process.stderr.write(`${trial?.reason ?? 'nothing was found'}\n`)
  }
  await sandbox.remove()
}
console.log(`\nPeak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
