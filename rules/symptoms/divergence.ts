import type { FindingDraft } from '../../src/model/finding.ts'
import type { CurveName, TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { placeOf, pointsOf, tail, valuesOf } from './curves/points.ts'
import { evidenceOf, figure, runOf } from './curves/words.ts'
import { median } from './statistics/trend.ts'

/**
 * Two signs: a loss that is not finite (weights that are NaN stay NaN), and a loss that explodes. The second is a
 * matter of size, not of significance: noise about a falling curve does not lift the median of the last three epochs
 * above 1.5 times the first epoch's loss *and* 3 times the best one's. AutoTrainer (Zhang et al., ICSE 2021) looks for
 * the same in gradients; from the log alone the loss is what shows it.
 */
const aboveFirst = 1.5
const aboveBest = 3

export default defineRule({
  id: 'symptoms/divergence',
  severity: 'info',
  needs: ['history'],
  maturity: 'stable',
  docs: {
    what: 'The loss became NaN or infinite, or grew far beyond where it began.',
    why: 'From there on the weights carry nothing that was learned; every validation figure behind that epoch is void.',
    how: 'Lower the learning rate (by 10 first), clip gradients, check the inputs for wrong scaling and the labels for values outside the classes; in mixed precision use loss scaling. Go on from a checkpoint of before that epoch.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'Zhang et al., AutoTrainer: An Automatic DNN Training Problem Detection and Repair System, ICSE 2021',
      'https://keras.io/api/callbacks/terminate_on_nan/',
    ],
    bad: 'epoch,loss,val_loss\n0,0.69,0.71\n1,5.2,8.0\n2,nan,nan',
    good: 'epoch,loss,val_loss\n0,0.69,0.71\n1,0.61,0.66\n2,0.55,0.63',
  },
  *check({ history: histories }) {
    for (const history of histories) {
      const finding = notFinite(history) ?? explosion(history)
      if (finding !== null) yield finding
    }
  },
})

const titles = { trainLoss: 'training', validationLoss: 'validation' } as const

function notFinite(history: TrainingHistory): FindingDraft | null {
  for (const curve of ['trainLoss', 'validationLoss'] as const) {
    const broken = history.epochs.find((record) => record[curve] !== null && !Number.isFinite(record[curve]))
    if (broken === undefined || !failsFrom(history, curve)) continue
    const written = Number.isNaN(broken[curve]) ? 'NaN' : 'infinite'
    return {
      message: `${runOf(history)}the ${titles[curve]} loss is ${written} from epoch ${broken.epoch} on`,
      locations: [placeOf(history, broken)],
      evidence: {
        ...evidenceOf(history, { epoch: broken.epoch, learningRate: broken.learningRate }),
        loss: written,
      },
    }
  }
  return null
}

/** A validation loss that never was finite tells of an empty or broken validation set, not of divergence. */
const failsFrom = (history: TrainingHistory, curve: CurveName) =>
  curve === 'trainLoss' || pointsOf(history, curve).length > 0

function explosion(history: TrainingHistory): FindingDraft | null {
  const points = pointsOf(history, 'trainLoss')
  const [first] = points
  if (first === undefined || points.length < 5) return null
  const best = points.reduce((lowest, point) => (point.value < lowest.value ? point : lowest))
  const last = median(valuesOf(tail(points, 0, 3)))
  if (best.value <= 0 || last < aboveFirst * first.value || last < aboveBest * best.value) return null
  const start =
    points.find((point) => point.epoch > best.epoch && point.value > aboveBest * best.value) ?? best
  return {
    message: `${runOf(history)}the training loss explodes at epoch ${start.epoch}: from ${figure(best.value)} at its best to ${figure(last)} at the end`,
    locations: [placeOf(history, start.record)],
    evidence: evidenceOf(history, {
      epoch: start.epoch,
      first: first.value,
      best: best.value,
      last,
      learningRate: start.record.learningRate,
    }),
  }
}
