import type { Dataset, Sample } from '../model/dataset.ts'
import type { SplitName } from '../model/fix.ts'
import type { ImageFacts } from '../model/images.ts'

/** Whose scores are to be trusted most: the side that stays as it is comes later. */
export const evaluationRank: Record<SplitName, number> = { all: 0, train: 0, validation: 1, test: 2 }

/** Two sides of a split. Data without a split cannot leak. */
export const apart = (a: SplitName | undefined, b: SplitName | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b && a !== 'all' && b !== 'all'

/** Whether there are two sides at all: without, nothing can lie on both. */
export const hasSides = (samples: readonly Sample[]): boolean => {
  const one = samples.find(({ split }) => split !== 'all')?.split
  return samples.some(({ split }) => apart(split, one))
}

/**
 * Whether moving the file moves the sample: not in a list or a container, nor in one folder that the code splits, where
 * it would change nothing or too much.
 */
export const liesInSplitFolder = (
  { path, split, label, listed, container }: Sample,
  { classFolders }: Dataset,
): boolean =>
  label !== null &&
  listed === undefined &&
  container === undefined &&
  classFolders.some(
    (folder) => folder.split === split && folder.label === label && path.startsWith(`${folder.path}/`),
  )

/** Two paths as one key, in either order. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\0${b}` : `${b}\0${a}`)

/** The pairs that were found to show one photo, by their keys. */
export const versionPairs = ({ clusters }: ImageFacts): Set<string> =>
  new Set(clusters.flatMap(({ pairs }) => pairs.map(({ a, b }) => pairKey(a, b))))
