import { imagesOf, treat, treatmentOf } from '../treatment.ts'
import type { TrialKind } from './kind.ts'
import { type SamplesTrial, trySamples } from './treated-samples.ts'

/**
 * Leaks: without the training copies the validation accuracy must fall, because part of it was recall. Every
 * validation image is measured, as the person does; only those with a copy in training can show recall, so only
 * they count in the effect, and what else changes is noise.
 */
export const leakageTrial: TrialKind = {
  rules: ['leakage/exact-duplicate', 'leakage/near-duplicate'],
  metric: 'validationAccuracy',
  expect: 'drop',
  run(findings, session) {
    const copied = new Set(findings.flatMap(imagesOf))
    return trySamples(treatmentOf(findings, session.dataset, session.ground), session, leakOf(copied))
  },
}

/**
 * Groups and augmented copies: the same with all training images that the findings name taken out, whichever way the
 * fix moves them: it is what validation images share with training that is to be measured. Images that other findings
 * show to be plain copies are left out of all arms: beside a copy of itself no sibling can help an image.
 */
export const groupTrial: TrialKind = {
  rules: ['leakage/augmented-copy', 'leakage/same-group'],
  metric: 'validationAccuracy',
  expect: 'drop',
  run(findings, session) {
    const { request, dataset, ground } = session
    const copies = request.findings.filter(({ rule }) => leakageTrial.rules.includes(rule))
    const train = treat(ground.train, treatmentOf(copies, dataset, ground))
    const named = new Set(findings.flatMap(imagesOf))
    const removed = new Set(train.flatMap(({ path }) => (named.has(path) ? [path] : [])))
    return trySamples({ removed, relabelled: new Map() }, session, { ...leakOf(named), train })
  },
}

/** `named`: the images that can show recall. */
export const leakOf = (named: ReadonlySet<string>): SamplesTrial => ({
  expect: 'drop',
  measure: 'right',
  noun: 'leaked',
  withHeldOut: false,
  measures: () => true,
  counts: (path) => named.has(path),
})

/** Suggests labels that come of all training images. */
const suspicion = 'labels/likely-mislabelled'

/**
 * Labels: with the mended ones predictions must get better on evaluation images whose labels can be trusted: those that
 * no finding about leaks or labels names. The labels that labels/likely-mislabelled suggests for training images come
 * from training images alone (src/train/out-of-fold.ts): no head is judged on data that took part in its labels.
 */
export const labelsTrial: TrialKind = {
  rules: ['labels/conflicting-duplicates', suspicion],
  metric: 'brierScore',
  expect: 'drop',
  run(findings, session) {
    const doubtful = session.request.findings.filter(({ rule }) => /^(leakage|labels)\//.test(rule))
    const suspects = new Set(doubtful.flatMap(imagesOf))
    return trySamples(treatmentOf(findings, session.dataset, session.ground), session, {
      expect: 'drop',
      measure: 'brier',
      noun: 'wrongly labelled',
      // Which copy is wrong is told by the copies alone, which share a fold. A suspicion comes of all training images.
      withHeldOut: findings.every(({ rule }) => rule !== suspicion),
      measures: (path) => !suspects.has(path),
      counts: () => true,
    })
  },
}
