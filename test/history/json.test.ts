import { describe, expect, test } from 'vitest'
import { readJson, readJsonLines } from '../../src/history/json.ts'
import { historiesOf, type ReadLog } from '../../src/history/runs.ts'
import { curve } from './history-of.ts'

const first = (log: ReadLog | null) => (log === null ? undefined : historiesOf(log)[0])
const read = (text: string) => first(readJson('history.json', text))

describe('History.history of Keras', () => {
  test('bare, and under `history` beside `params`', () => {
    const bare = read('{"loss": [0.7, 0.6], "val_loss": [0.8, 0.7], "lr": [0.1, 0.01]}')
    const wrapped = read('{"params": {"epochs": 2}, "epoch": [0, 1], "history": {"loss": [0.7, 0.6]}}')
    expect(curve(bare, 'validationLoss')).toEqual([0.8, 0.7])
    expect(curve(bare, 'learningRate')).toEqual([0.1, 0.01])
    expect(curve(wrapped, 'trainLoss')).toEqual([0.7, 0.6])
    expect(wrapped?.epochs.map(({ epoch }) => epoch)).toEqual([0, 1])
  })

  test('as pandas writes it', () => {
    expect(
      curve(read('{"loss": {"0": 0.7, "1": 0.6}, "val_loss": {"0": 1, "1": null}}'), 'trainLoss'),
    ).toEqual([0.7, 0.6])
  })

  test('NaN and Infinity as Python writes them, and a string that says NaN', () => {
    const history = read('{"note": "NaN", "loss": [0.7, NaN], "val_loss": [Infinity, -Infinity]}')
    expect(curve(history, 'trainLoss')).toEqual([0.7, Number.NaN])
    expect(curve(history, 'validationLoss')).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  })

  test('curves of unequal length: the shorter one ends', () => {
    expect(curve(read('{"loss": [3, 2, 1], "val_loss": [3]}'), 'validationLoss')).toEqual([3, null, null])
  })

  test('a cut-off file is read up to the last whole number', () => {
    const history = read('{"loss": [0.7, 0.6, 0.5], "val_loss": [0.8, 0.7')
    expect(curve(history, 'trainLoss')).toEqual([0.7, 0.6, 0.5])
    expect(curve(history, 'validationLoss')).toEqual([0.8, null, null])
    expect(history?.gaps).toEqual([{ line: null, reason: 'the file is cut off' }])
  })
})

describe('records', () => {
  test("Hugging Face's trainer state: fractions of epochs, evaluation on records of its own", () => {
    const history = read(
      JSON.stringify({
        best_metric: 0.8,
        log_history: [
          { epoch: 0.5, learning_rate: 5e-5, loss: 1.2, step: 50 },
          { epoch: 1, learning_rate: 4e-5, loss: 1, step: 100 },
          { epoch: 1, eval_accuracy: 0.7, eval_loss: 0.9, step: 100 },
          { epoch: 1.5, learning_rate: 3e-5, loss: 0.8, step: 150 },
          { epoch: 2, learning_rate: 2e-5, loss: 0.6, step: 200 },
          { epoch: 2, eval_accuracy: 0.8, eval_loss: 0.7, step: 200 },
          { epoch: 2, train_loss: 0.9, train_runtime: 100, step: 200 },
        ],
      }),
    )
    expect(curve(history, 'trainLoss')).toEqual([expect.closeTo(1.1), expect.closeTo(0.7)])
    expect(curve(history, 'validationAccuracy')).toEqual([0.7, 0.8])
    expect(curve(history, 'learningRate')).toEqual([4e-5, 2e-5])
  })

  test('one object per line, with broken lines', () => {
    const text =
      '{"epoch": 0, "train_loss": 0.9}\nnot json\n{"epoch": 1, "train_loss": NaN}\n{"epoch": 2, "tra'
    const history = first(readJsonLines('log.jsonl', text))
    expect(curve(history, 'trainLoss')).toEqual([0.9, Number.NaN])
    expect(history?.epochs.map(({ span }) => span?.line)).toEqual([1, 3])
    expect(history?.gaps.map(({ line }) => line)).toEqual([2, 4])
  })
})

test.each([
  '[]',
  '{}',
  '3',
  '[1, 2]',
  '[{"a": 1}]',
  '{"loss": 0.5}',
  '{"loss": ["a", "b"]}',
  '{"accuracy": {"cat": 0.5}}',
  '',
])('%s is no log', (text) => {
  expect(read(text)).toBeUndefined()
})
