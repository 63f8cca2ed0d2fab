import { cp, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { maskedCrc32c } from '../../src/containers/crc32c.ts'
import { folderOf } from '../../src/history/tensorboard/read.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { curve, historyOf } from './history-of.ts'

const oracle = path.join(import.meta.dirname, 'oracle')
const Curve = z.array(z.number())
const truth = z
  .object({
    keras: z.object({ loss: Curve, accuracy: Curve, val_loss: Curve, val_accuracy: Curve }),
    pytorch: z.object({ train: Curve, val: Curve }),
    checksums: z.array(z.tuple([z.string(), z.number()])),
  })
  .parse(JSON.parse(await readFile(path.join(oracle, 'truth.json'), 'utf8')))

test.each(truth.checksums)('the masked checksum of %s is %i', (hex, checksum) => {
  expect(maskedCrc32c(Buffer.from(hex, 'hex'))).toBe(checksum)
})

/** Event files hold 32-bit floats. */
const close = (values: readonly number[]) => values.map((value): unknown => expect.closeTo(value, 5))

describe('what Keras wrote', () => {
  test.each([['training.log'], ['history.json'], ['tensorboard']])('%s', async (name) => {
    const root = await temporaryFolder()
    await cp(path.join(oracle, 'keras', name), path.join(root, name), { recursive: true })
    const [history, ...others] = await historyOf(root)
    expect(others).toEqual([])
    expect(history?.gaps).toEqual([])
    expect(curve(history, 'trainLoss')).toEqual(close(truth.keras.loss))
    expect(curve(history, 'trainAccuracy')).toEqual(close(truth.keras.accuracy))
    expect(curve(history, 'validationLoss')).toEqual(close(truth.keras.val_loss))
    expect(curve(history, 'validationAccuracy')).toEqual(close(truth.keras.val_accuracy))
    if (name === 'tensorboard')
      expect(curve(history, 'learningRate')).toEqual(Array(6).fill(expect.closeTo(0.05)))
  })

  test('a second training appended to the CSV, and one that diverged', async () => {
    const histories = await historyOf(path.join(oracle, 'keras'))
    expect(histories.map(({ file, run, epochs }) => [file, run, epochs.length])).toEqual([
      ['appended.csv', 'run 1', 3],
      ['appended.csv', 'run 2', 2],
      ['diverged.csv', '', 3],
      ['training.log', '', 6],
    ])
    expect(curve(histories[2], 'trainLoss')?.[1]).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('what the writers of PyTorch and Lightning wrote', () => {
  test('tags that name the side, percentages, other summaries beside them', async () => {
    const [history] = await historyOf(path.join(oracle, 'pytorch', 'tags'))
    expect(history?.names).toEqual({
      trainLoss: 'Loss/train',
      validationLoss: 'Loss/val',
      validationAccuracy: 'Accuracy/val',
      learningRate: 'lr',
    })
    expect(curve(history, 'trainLoss')).toEqual(close(truth.pytorch.train))
    expect(curve(history, 'validationAccuracy')).toEqual(close(truth.pytorch.val.map((loss) => 1 - loss)))
  })

  test('add_scalars: one sub-folder per side is one run', async () => {
    const [history, ...others] = await historyOf(path.join(oracle, 'pytorch', 'sides'))
    expect(others).toEqual([])
    expect(curve(history, 'trainLoss')).toEqual(close(truth.pytorch.train))
    expect(curve(history, 'validationLoss')).toEqual(close(truth.pytorch.val))
  })

  test('global steps are told into epochs by the scalar `epoch`', async () => {
    const [history] = await historyOf(path.join(oracle, 'lightning'))
    expect(history?.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2])
    expect(curve(history, 'trainLoss')).toEqual(close([1.95, 1.45, 0.95]))
    expect(curve(history, 'validationAccuracy')).toEqual(close([0.3, 0.4, 0.5]))
  })
})

test.each([
  ['logs/fit/validation/e', 'logs/fit', 'validation'],
  ['runs/b/Loss_train/e', 'runs/b', 'train'],
  ['runs/b/Loss/val/e', 'runs/b', 'validation'],
  ['runs/resnet_train/e', 'runs/resnet_train', undefined],
  ['lightning_logs/version_0/e', 'lightning_logs/version_0', undefined],
])('%s belongs to run %s, side %s', (file, run, side) => {
  expect(folderOf(file)).toEqual({ run, side })
})

describe('damaged event files are read as far as they are intact', () => {
  const name = 'events.out.tfevents.1700000000.host'
  const damaged = async (change: (file: string, bytes: Buffer) => Promise<void>) => {
    const root = await temporaryFolder()
    await cp(path.join(oracle, 'pytorch', 'sides', 'Loss'), path.join(root, 'Loss'), { recursive: true })
    const file = path.join(root, 'Loss', 'val', name)
    await change(file, await readFile(file))
    return (await historyOf(root))[0]
  }

  test('cut off in the last record', async () => {
    const history = await damaged((file, bytes) => truncate(file, bytes.length - 3))
    expect(curve(history, 'validationLoss')).toEqual([...close(truth.pytorch.val.slice(0, 3)), null])
    expect(history?.gaps).toEqual([{ line: null, reason: expect.stringContaining('is cut off') }])
  })

  test.each([
    ['data', 20, 'wrong checksum'],
    ['length', 1, 'wrong checksum'],
  ])('a flipped bit in the %s of the third record', async (_, offset, reason) => {
    const history = await damaged(async (file, bytes) => {
      const at = offset + recordStart(bytes, 2)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      await writeFile(file, bytes)
    })
    expect(curve(history, 'validationLoss')?.filter((value) => value !== null)).toHaveLength(1)
    expect(history?.gaps[0]?.reason).toContain(reason)
  })

  test('not an event file at all', async () => {
    const root = await temporaryFolder({ [`run/${name}`]: 'this is no TFRecord file' })
    const [history] = await historyOf(root)
    expect(history?.epochs).toEqual([])
    expect(history?.gaps[0]?.reason).toContain('wrong checksum')
  })
})

/** The byte at which record `index` begins. */
function recordStart(bytes: Buffer, index: number): number {
  let offset = 0
  for (let record = 0; record < index; record += 1) offset += 16 + Number(bytes.readBigUInt64LE(offset))
  return offset
}
