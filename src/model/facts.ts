import type { Dataset } from './dataset.ts'
import type { TrainingHistory } from './history.ts'
import type { ImageFacts } from './images.ts'
import type { Predictions } from './predictions.ts'
import type { Project } from './project.ts'
import type { TrainingSetup } from './setup.ts'

/** Everything that rules may ask for. A gatherer runs only if a selected rule needs its facts. */
export interface FactValues {
  project: Project
  dataset: Dataset
  images: ImageFacts
  setups: TrainingSetup[]
  history: TrainingHistory[]
  /** Costs a pass of the images through the trunk: only gathered when the probe is allowed. */
  predictions: Predictions
}

export type FactName = keyof FactValues

/** The facts as the runner hands them to a rule: what it declared as wanted, not as needed, may be undefined. */
export type FactView = { [Name in FactName]?: FactValues[Name] | undefined }

export type Fact<T> = { ok: true; value: T } | { ok: false; reason: string }

export type Facts = { [Name in FactName]?: Fact<FactValues[Name]> }
