import type { Dataset } from './dataset.ts'
import type { ImageFacts } from './images.ts'
import type { Project } from './project.ts'
import type { TrainingSetup } from './setup.ts'

/** Everything that rules may ask for. A gatherer runs only if a selected rule needs its facts. */
export interface FactValues {
  project: Project
  dataset: Dataset
  images: ImageFacts
  setups: TrainingSetup[]
}

export type FactName = keyof FactValues

export type Fact<T> = { ok: true; value: T } | { ok: false; reason: string }

export type Facts = { [Name in FactName]?: Fact<FactValues[Name]> }
