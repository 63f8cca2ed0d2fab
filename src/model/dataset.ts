import type { SplitName } from './fix.ts'

/** One labelled image as the training will see it. */
export interface Sample {
  /** POSIX, relative to the project root (may begin with `../` for data named outside it). Unique in the dataset. */
  path: string
  split: SplitName
  /** null when the data has no labels. */
  label: string | null
  /** Patient, scene, video, burst: whatever must not straddle splits. null when unknown. */
  group: string | null
}

/** All samples of the project and how their splits are known. */
export interface Dataset {
  samples: Sample[]
  /** One sentence for people: `folders train/ and val/`. */
  origin: string
  /** Class folders as they stand on disk, empty ones included. */
  classFolders: ClassFolder[]
}

export interface ClassFolder {
  /** POSIX, relative to the project root. */
  path: string
  split: SplitName
  label: string
  samples: number
}
