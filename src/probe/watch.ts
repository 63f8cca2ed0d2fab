import type { Stage } from '../model/progress.ts'
import type { Arm } from '../model/trial.ts'

/** Where the training of an arm stands, each counted from 1. */
export interface Epoch {
  seed: number
  seeds: number
  epoch: number
  epochs: number
}

/** Told at the end of each epoch of each head. */
export type Watch = (at: Epoch) => void

/** Shows the training of an arm on a stage that counts epochs. */
export const watching =
  (stage: Stage, arm: Arm['name']): Watch =>
  (at) =>
    stage.advance(1, placeOf(arm, at))

/** `fixed arm, seed 2 of 5, epoch 7 of 20` */
export const placeOf = (arm: Arm['name'], { seed, seeds, epoch, epochs }: Epoch): string =>
  `${arm} arm, seed ${seed} of ${seeds}, epoch ${epoch} of ${epochs}`
