import type { Case } from './cases.ts'
import { fineTuningFaults } from './fine-tuning.ts'
import { fullFaults } from './full-probe.ts'
import { inputFaults } from './planted/input.ts'
import { photoFaults } from './planted/photos.ts'
import { recipeFaults } from './planted/recipe.ts'

/** Faults as people make them; whether one harms the heads of a set of photos is for the oracle to say. */
export const planted: readonly Case[] = [
  ...recipeFaults,
  ...photoFaults,
  ...inputFaults,
  ...fineTuningFaults,
  ...fullFaults,
]
