import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { curve, historyOf } from './history-of.ts'

const kerasCsv = 'epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,0.7,0.4,0.8\n1,0.6,0.6,0.5,0.7\n'

describe('which files are training logs', () => {
  test('a CSV, a .log, JSON, JSON lines are found by their content', async () => {
    const root = await temporaryFolder({
      'a.csv': kerasCsv,
      'b/training.log': kerasCsv.replaceAll('0.5', '0.51'),
      'c.json': '{"loss": [0.7, 0.6], "val_loss": [0.8, 0.7]}',
      'd.jsonl': '{"epoch": 1, "train_loss": 0.7}\n{"epoch": 2, "train_loss": 0.6}\n',
    })
    const histories = await historyOf(root)
    expect(histories.map(({ file, format }) => `${file} ${format}`)).toEqual([
      'a.csv csv',
      'b/training.log csv',
      'c.json json',
      'd.jsonl jsonl',
    ])
  })

  test.each([
    ['labels', 'filename,label\na.jpg,cat\nb.jpg,dog\n'],
    ['per-image losses', 'filename,loss\na.jpg,0.3\nb.jpg,0.2\n'],
    ['results of several models', 'model,accuracy,val_accuracy\nvgg,0.9,0.8\nresnet,0.95,0.9\n'],
    [
      'hyperparameters and their best epoch',
      'lr,epoch,val_acc\n1,30,0.5\n2,10,0.6\n3,40,0.6\n4,7,0.6\n5,5,0.4\n',
    ],
    ['predictions per step', 'step,prediction\n0,cat\n1,dog\n'],
    ['server log', 'INFO started\nINFO loss is 0.3\n'],
    ['an empty table', 'epoch,loss\n'],
  ])('not %s', async (_, text) => {
    expect(await historyOf(await temporaryFolder({ 'table.csv': text, 'table.log': text }))).toEqual([])
  })

  test.each([
    ['annotations', '{"images": [{"id": 1}], "categories": []}'],
    ['a split', '{"train": ["a.jpg"], "val": ["b.jpg"]}'],
    ['a package', '{"name": "loss", "version": "1.0.0"}'],
    ['not even JSON', '{"loss": nothing'],
  ])('not %s in JSON', async (_, text) => {
    expect(await historyOf(await temporaryFolder({ 'a.json': text }))).toEqual([])
  })

  test('the config names them instead, and a named file that is none is an error', async () => {
    const root = await temporaryFolder({ 'a.csv': kerasCsv, 'b.csv': kerasCsv.replaceAll('0.5', '0.51') })
    expect((await historyOf(root, { history: ['b.csv'] })).map(({ file }) => file)).toEqual(['b.csv'])
    await temporaryFolder()
    const labels = await temporaryFolder({ 'labels.csv': 'file,label\n' })
    await expect(historyOf(labels, { history: ['labels.csv'] })).rejects.toThrow(
      'labels.csv: no training log',
    )
  })

  test('a log that cannot be opened is a gap, not a crash', async () => {
    const root = await temporaryFolder({ 'a.csv': kerasCsv })
    await mkdir(path.join(root, 'folder.csv'))
    const histories = await historyOf(root, { history: ['a.csv', 'folder.csv', 'missing.csv'] })
    expect(histories.map(({ file, epochs, gaps }) => [file, epochs.length, gaps.length])).toEqual([
      ['a.csv', 2, 0],
      ['folder.csv', 0, 1],
      ['missing.csv', 0, 1],
    ])
    expect(histories[2]?.gaps[0]?.reason).toBe('missing.csv: does not exist')
  })

  test('one training that was logged twice is told once, by the log that has lines', async () => {
    const json =
      '{"accuracy": [0.5, 0.6], "loss": [0.7, 0.6], "val_accuracy": [0.4, 0.5], "val_loss": [0.8, 0.7]}'
    const root = await temporaryFolder({ 'a.json': json, 'b.csv': kerasCsv })
    expect((await historyOf(root)).map(({ file }) => file)).toEqual(['b.csv'])
  })
})

describe('rows and columns', () => {
  const one = async (text: string, name = 'log.csv') =>
    (await historyOf(await temporaryFolder({ [name]: text })))[0]

  test('each epoch knows its line', async () => {
    const history = await one(`\uFEFF${kerasCsv.replaceAll('\n', '\r\n')}`)
    expect(history?.epochs[1]?.span).toEqual({
      path: 'log.csv',
      line: 3,
      column: 1,
      endLine: 3,
      endColumn: 18,
      snippet: '1,0.6,0.6,0.5,0.7',
    })
  })

  test('Lightning: train and validation on rows of their own, the rate without an epoch', async () => {
    const history = await one(
      [
        'epoch,lr-Adam,step,train_acc,train_loss_epoch,train_loss_step,val_acc,val_loss',
        ',0.001,0,,,,,',
        '0,,4,,,1.25,,',
        '0,,9,,,1.0,,',
        '0,,9,,,,0.5,0.9',
        '0,,9,0.55,1.1,,,',
        ',0.0005,10,,,,,',
        '1,,19,,,,0.6,0.8',
        '1,,19,0.65,0.9,,,',
      ].join('\n'),
      'lightning_logs/version_0/metrics.csv',
    )
    expect(history?.names).toMatchObject({ trainLoss: 'train_loss_epoch', learningRate: 'lr-Adam' })
    expect(curve(history, 'trainLoss')).toEqual([1.1, 0.9])
    expect(curve(history, 'validationAccuracy')).toEqual([0.5, 0.6])
    expect(curve(history, 'learningRate')).toEqual([0.001, 0.0005])
    expect(history?.epochs.map(({ span }) => span?.line)).toEqual([6, 9])
  })

  test('step-wise training losses are averaged within the epoch', async () => {
    const history = await one(
      'epoch,step,train_loss_step,val_loss\n0,0,4,\n0,1,2,\n0,1,,5\n1,2,2,\n1,3,1,\n1,3,,4\n',
    )
    expect(curve(history, 'trainLoss')).toEqual([3, 1.5])
    expect(curve(history, 'validationLoss')).toEqual([5, 4])
  })

  test('without epochs a validation closes one; steps alone are no epochs', async () => {
    const steps = await one('step,train_loss,val_loss\n5,4,\n10,2,\n10,,5\n15,2,\n20,1,\n20,,4\n25,9,\n')
    expect(steps?.epochs.map(({ epoch }) => epoch)).toEqual([10, 20])
    expect(curve(steps, 'trainLoss')).toEqual([3, 1.5])
    const alone = await one('step,loss\n10,3\n20,2\n')
    expect(alone?.epochs).toEqual([])
    expect(alone?.gaps[0]?.reason).toContain('epochs cannot be told apart')
  })

  test('a column that says train or val', async () => {
    const history = await one(
      'epoch,phase,loss,acc\n1,train,0.9,50\n1,val,1.0,40\n2,train,0.8,60\n2,val,0.9,45\n',
    )
    expect(curve(history, 'trainAccuracy')).toEqual([0.5, 0.6])
    expect(curve(history, 'validationLoss')).toEqual([1, 0.9])
  })

  test('a pandas index counts as epoch', async () => {
    expect((await one(',loss,val_loss\n0,1,2\n1,0.5,1.5\n'))?.epochs.map(({ epoch }) => epoch)).toEqual([
      0, 1,
    ])
  })

  test('runs are kept apart: by a column, and where the epochs begin anew', async () => {
    const root = await temporaryFolder({
      'folds.csv': 'fold,epoch,loss\n1,0,0.9\n2,0,0.8\n1,1,0.7\n2,1,0.6\n',
      'twice.csv': 'epoch;loss\n0;3\n1;2\nepoch;loss\n0;1.5\n1;1\n',
    })
    const histories = await historyOf(root)
    expect(histories.map((history) => [history.run, curve(history, 'trainLoss')])).toEqual([
      ['fold 1', [0.9, 0.7]],
      ['fold 2', [0.8, 0.6]],
      ['run 1', [3, 2]],
      ['run 2', [1.5, 1]],
    ])
  })

  test('NaN stays where it ends the run and is missing where numbers follow', async () => {
    const history = await one('epoch,train_loss,val_loss\n0,0.5,nan\n1,0.4,0.6\n2,nan,nan\n3,NaN,inf\n')
    expect(curve(history, 'trainLoss')).toEqual([0.5, 0.4, Number.NaN, Number.NaN])
    expect(curve(history, 'validationLoss')).toEqual([null, 0.6, Number.NaN, Number.POSITIVE_INFINITY])
  })

  test('broken and cut-off rows are gaps with their line', async () => {
    const history = await one('epoch,loss,val_loss\n0,0.9,1\n1,0.8\n2,oops,0.9\n3,"0.7,0.8\n4,0.6,NA\n5,0.')
    expect(history?.gaps).toEqual([
      { line: 3, reason: 'has 2 of 3 columns' },
      { line: 4, reason: '"oops" is not a number' },
      { line: 5, reason: 'has unbalanced quotes' },
      { line: 7, reason: 'has 2 of 3 columns' },
    ])
    expect(curve(history, 'trainLoss')).toEqual([0.9, null, 0.6])
  })
})
