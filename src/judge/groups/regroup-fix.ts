import type { Dataset, Sample } from '../../model/dataset.ts'
import type { Fix } from '../../model/fix.ts'
import type { ImageFacts } from '../../model/images.ts'
import { liesInSplitFolder } from '../splits.ts'
import { regroup } from './regroup.ts'

/** The fix of groups that straddle: moves where the folders are the split, else advice. */
export function regroupFix(
  groups: readonly (readonly Sample[])[],
  { dataset, images, gone }: { dataset: Dataset; images: ImageFacts; gone: ReadonlySet<string> },
): Fix {
  const moves = regroup(groups, dataset, images, gone)
  if (moves === null)
    return advice('Cut the series into blocks that follow each other, and give whole blocks to a side')
  const moved = new Set(moves.map((move) => ('sample' in move ? move.sample : '')))
  if (dataset.samples.some((sample) => moved.has(sample.path) && !liesInSplitFolder(sample, dataset)))
    return advice('Split by group: GroupShuffleSplit or StratifiedGroupKFold of scikit-learn')
  return {
    title: `Move ${moves.length} ${moves.length === 1 ? 'image' : 'images'}, so that each group lies on one side`,
    applicability: 'unsafe',
    operations: moves,
  }
}

const advice = (title: string): Fix => ({ title, applicability: 'manual', operations: [] })
