import { defineRule } from '../../src/model/rule.ts'
import { chanceOf } from './curves/chance.ts'
import { placeOf, pointsOf, tail, valuesOf } from './curves/points.ts'
import { evidenceOf, percent, runOf } from './curves/words.ts'
import { median, trendOf } from './statistics/trend.ts'

/**
 * Skill is the share of the way from always naming the largest class to perfection (Cohen's kappa against that
 * guess). A pretrained trunk under a fresh head fits 85 to 100 % of small photo sets (our measurement on grocery and
 * trashnet); below 70 % of skill on its own training images a model has not fitted them.
 */
const leastSkill = 0.7

/** A run that ahead of chance by less is `symptoms/stuck-at-chance`'s. */
const aboveChance = 0.05

export default defineRule({
  id: 'symptoms/underfitting',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The model does not even fit its training images.',
    why: 'Validation can hardly be better than training: as long as training fails, every remedy against overfitting makes it worse.',
    how: 'If training was still improving: train longer or raise the learning rate. If it stands still: check input scaling and labels, unfreeze more layers, weaken dropout, weight decay and augmentation, or take a larger head.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'Goodfellow, Bengio, Courville, Deep Learning (2016), 5.2: capacity, overfitting and underfitting',
      'Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960)',
    ],
    bad: 'epoch,accuracy,val_accuracy\n10,0.52,0.51\n20,0.55,0.53\n30,0.55,0.54',
    good: 'epoch,accuracy,val_accuracy\n10,0.82,0.80\n20,0.93,0.90\n30,0.97,0.92',
  },
  *check({ history: histories, dataset }) {
    for (const history of histories) {
      const points = pointsOf(history, 'trainAccuracy')
      if (points.length < 8) continue
      const late = (values: readonly number[]) => median(tail(values, 0.25, 3))
      const accuracy = late(valuesOf(points))
      // Dropout and augmentation hold the training figure down: a validation figure above it shows the better fit.
      const validation = late(valuesOf(pointsOf(history, 'validationAccuracy')))
      const fit = Math.max(accuracy, Number.isNaN(validation) ? 0 : validation)
      const chance = chanceOf(history, 'train', dataset)
      const level = chance?.level ?? 0
      const skill = (fit - level) / (1 - level)
      if (skill >= leastSkill) continue
      // symptoms/stuck-at-chance speaks of runs at chance that do not rise; those that creep are underfitted.
      if (chance !== null && fit < level + aboveChance && trendOf(valuesOf(points)).rising >= 0.05) continue
      // A gap this wide is no lack of capacity: overfitting speaks.
      if (accuracy - validation > 0.1) continue
      const { rising } = trendOf(valuesOf(tail(points, 0.5, 4)))
      const improving = rising < 0.05
      const state = improving ? 'and was still rising when training ended' : 'and no longer rises'
      yield {
        message: `${runOf(history)}the training accuracy is only ${percent(accuracy)} at the end, ${state}`,
        locations: [placeOf(history, points.at(-1)?.record)],
        confidence: chance === null ? 0.6 : 0.8,
        evidence: {
          ...evidenceOf(history, { accuracy, validationAccuracy: validation, skill, p: rising }),
          improving,
        },
      }
    }
  },
})
