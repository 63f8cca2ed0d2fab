import { describe, expect, test } from 'vitest'
import { assignCurves, type Candidate, readMetricName } from '../../src/history/names.ts'

describe('metric names', () => {
  test.each([
    ['val_accuracy', 'validation accuracy'],
    ['sparse_categorical_accuracy', 'bare accuracy'],
    ['val_acc', 'validation accuracy'],
    ['accuracy_1', 'bare accuracy'],
    ['epoch_loss', 'bare loss'],
    ['Loss/train', 'train loss'],
    ['trainLoss', 'train loss'],
    ['valloss', 'validation loss'],
    ['eval_top1', 'validation accuracy'],
    ['test_acc1', 'test accuracy'],
    ['metrics/accuracy_top1', 'validation accuracy'],
    ['train_MulticlassAccuracy', 'train accuracy'],
    ['lr-Adam/pg1', 'bare learningRate'],
    ['learning_rate', 'bare learningRate'],
  ])('%s is %s', (name, meaning) => {
    const metric = readMetricName(name)
    expect(`${metric?.side ?? 'bare'} ${metric?.quantity}`).toBe(meaning)
  })

  test.each([
    'top_5_accuracy',
    'metrics/accuracy_top5',
    'aux_loss',
    'val_auc',
    'lossy',
    'precision',
    'glossary',
    '',
  ])('%s is none of the curves', (name) => {
    expect(readMetricName(name)).toBeNull()
  })
})

describe('which metric is which curve', () => {
  const assign = (...names: string[]) =>
    Object.fromEntries(
      assignCurves(
        names.flatMap((name): Candidate[] => {
          const metric = readMetricName(name)
          return metric === null ? [] : [{ ...metric, values: 3 }]
        }),
      ),
    )

  test('Keras: bare names are training', () => {
    expect(assign('loss', 'accuracy', 'val_loss', 'val_accuracy', 'lr')).toEqual({
      trainLoss: 'loss',
      trainAccuracy: 'accuracy',
      validationLoss: 'val_loss',
      validationAccuracy: 'val_accuracy',
      learningRate: 'lr',
    })
  })

  test('fastai: a bare accuracy beside named losses is the validation', () => {
    expect(assign('train_loss', 'valid_loss', 'accuracy')).toEqual({
      trainLoss: 'train_loss',
      validationLoss: 'valid_loss',
      validationAccuracy: 'accuracy',
    })
  })

  test('the epoch-wise metric wins; the test set stands in only where there is no validation', () => {
    expect(assign('train_loss_step', 'train_loss_epoch', 'test_loss')).toEqual({
      trainLoss: 'train_loss_epoch',
      validationLoss: 'test_loss',
    })
    expect(assign('loss', 'test_loss', 'val_loss')).toMatchObject({ validationLoss: 'val_loss' })
  })
})
