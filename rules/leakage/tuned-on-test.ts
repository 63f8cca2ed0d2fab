import { keepsBest } from '../../src/judge/monitors.ts'
import { runsOf } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Pipeline } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Span } from '../../src/model/span.ts'
import type { Callback, Fit } from '../../src/model/training.ts'

export default defineRule({
  id: 'leakage/tuned-on-test',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'The test set steers training: early stopping, the schedule or the choice of the best epoch look at it, and the result is then reported on it.',
    why: 'The epoch or the rate that happens to do best on the test images is chosen, luck included: the reported score is that of the best of many tries, and new images will do worse.',
    how: 'Hold a validation set out of the training data, give that to fit and its callbacks, and evaluate on the test set once, at the very end.',
    fixSafety: 'Manual: which images to validate on is yours to say.',
    references: [
      'Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 7.2',
      'Cawley and Talbot, On Over-fitting in Model Selection and Subsequent Selection Bias in Performance Evaluation, 2010: https://jmlr.org/papers/v11/cawley10a.html',
    ],
    bad: `model.fit(train, validation_data=test, callbacks=[EarlyStopping(patience=5, restore_best_weights=True)])
model.evaluate(test)`,
    good: `model.fit(train, validation_data=val, callbacks=[EarlyStopping(patience=5, restore_best_weights=True)])
model.evaluate(test)`,
  },
  *check({ setups }) {
    const told = new Set<string>()
    for (const { run, validation, setup } of runsOf(setups)) {
      const steering = run.fit.callbacks.find(looksAtValidation)
      if (validation === null || steering === undefined || !isTest(validation)) continue
      const end =
        validation.evaluated ??
        measuredApart(setup, validation) ??
        (hasOtherValidation(setup, validation) ? validation.span : undefined)
      const place = JSON.stringify(steering.span)
      if (end === undefined || told.has(place)) continue
      told.add(place)
      yield draft(validation, steering, run.fit)
    }
    for (const { run, setup } of runsOf(setups)) {
      for (const { pipeline, how, span } of run.fit.steered ?? []) {
        const measured = setup.pipelines.find(({ id }) => id === pipeline)
        const place = JSON.stringify(span)
        if (measured === undefined || !isTest(measured) || told.has(place)) continue
        told.add(place)
        yield byHand(measured, how, span)
      }
    }
  },
})

/** Stops, lowers the rate or keeps an epoch by what validation says; a checkpoint of every epoch chooses nothing. */
function looksAtValidation({ kind, arguments: given }: Callback): boolean {
  const monitor = given.monitor?.value
  if (typeof monitor !== 'string' || !/^val|^test/.test(monitor)) return false
  if (kind === 'checkpoint') return keepsBest(given)
  return kind === 'early-stopping' || kind === 'reduce-on-plateau'
}

/** The person calls it a test set, by its variable or by its folder. */
function isTest({ name, origin }: Pipeline): boolean {
  const folder = origin.kind === 'directory' || origin.kind === 'manifest' ? origin.path.value : null
  const words = [name ?? '', (folder ?? '').replace(/\/+$/, '').split('/').at(-1) ?? '']
    .map((text) => text.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase())
    .flatMap((text) => text.split(/[^a-z]+/))
  return words.includes('test') && !words.some((word) => /^(val|valid|validation|dev)$/.test(word))
}

/** Another dataset of the same whole folder is what the score is reported on. */
function measuredApart({ pipelines }: TrainingSetup, { id, origin, split }: Pipeline): Span | undefined {
  if (origin.kind !== 'directory' || origin.path.value === null || split !== null) return undefined
  const folder = origin.path.value
  return pipelines.find(
    (one) =>
      one.id !== id &&
      one.split === null &&
      one.origin.kind === 'directory' &&
      one.origin.path.value === folder &&
      (one.roleFrom === 'evaluate' || one.roleFrom === 'predict'),
  )?.span
}

/** A validation set lies ready beside it. */
const hasOtherValidation = ({ pipelines, runs }: TrainingSetup, { id }: Pipeline) =>
  pipelines.some((one) => one.role === 'validation' && one.id !== id) &&
  !runs.some(({ fit }) => fit.validation !== null && fit.validation !== id)

/** A loop of the program's own that decides by a score on the test set. */
function byHand(measured: Pipeline, how: 'keeps' | 'stops', span: Span): FindingDraft {
  const what = measured.name ?? 'the test set'
  return {
    message: `Training ${how === 'keeps' ? 'keeps the weights of the epoch that does best on' : 'ends by a score on'} the test images (${what})`,
    locations: [span],
    confidence: 0.75,
    evidence: { pipeline: measured.id },
    fix: heldOut,
  }
}

const heldOut: NonNullable<FindingDraft['fix']> = {
  title: 'Validate on images held out of the training set',
  applicability: 'manual',
  operations: [{ op: 'set', field: 'run.fit.validation', value: 'held out of the training set' }],
}

const does: Readonly<Record<string, string>> = {
  checkpoint: 'chooses the epoch that is kept',
  'early-stopping': 'ends training',
  'reduce-on-plateau': 'lowers the learning rate',
}

function draft(validation: Pipeline, steering: Callback, fit: Fit): FindingDraft {
  const what = validation.name ?? 'the test set'
  const reported = validation.evaluated === undefined ? '' : ', and the score is then reported on it'
  return {
    message: `${steering.name} ${does[steering.kind]} by the test images (${what})${reported}`,
    locations: [
      fit.span,
      steering.span,
      ...(validation.evaluated === undefined ? [] : [validation.evaluated]),
    ],
    confidence: validation.evaluated === undefined ? 0.7 : 0.85,
    evidence: { callback: steering.name, pipeline: validation.id },
    fix: heldOut,
  }
}
