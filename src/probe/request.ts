import type { Dataset } from '../model/dataset.ts'
import type { Finding } from '../model/finding.ts'
import type { ImageFacts } from '../model/images.ts'
import type { Project } from '../model/project.ts'
import type { Rule } from '../model/rule.ts'
import type { TrainingSetup } from '../model/setup.ts'

/** What is known when fixes are to be tried. */
export interface ProveRequest {
  project: Project
  dataset: Dataset
  images: ImageFacts
  setups: readonly TrainingSetup[]
  findings: readonly Finding[]
  rules: readonly Rule[]
  mode: 'quick' | 'full'
  /** A back-end by name; else the first that answers. */
  backend?: string
  /** What the labels' predictions took of the probe's time. */
  spentMs?: number
}
