import type { Stage } from '../model/progress.ts'
import type { Arm } from '../model/trial.ts'
import { crossEntropy } from '../train/head/softmax.ts'

/** Where the training of an arm stands, each counted from 1. */
export interface Epoch {
  seed: number
  seeds: number
  epoch: number
  epochs: number
}

/** Told at the end of each epoch of each head. */
export type Watch = (at: Epoch) => void

/** The same, with how to get the mean cross-entropy of the evaluation images then. */
export type Follow = (at: Epoch, validationLoss: () => number) => void

/** A loss as a curve shows it: weights beyond all numbers are sure of themselves and wrong. */
export const finite = (loss: number): number =>
  Number.isFinite(loss) ? loss : crossEntropy(new Float64Array(), 0)

/** Shows the training of an arm on a stage that counts epochs. */
export const watching =
  (stage: Stage, arm: Arm['name']): Watch =>
  (at) =>
    stage.advance(1, placeOf(arm, at))

/** `fixed arm, seed 2 of 5, epoch 7 of 20` */
export const placeOf = (arm: Arm['name'], { seed, seeds, epoch, epochs }: Epoch): string =>
  `${arm} arm, seed ${seed} of ${seeds}, epoch ${epoch} of ${epochs}`
