import type { Dataset } from '../../../src/model/dataset.ts'
import type { SplitName } from '../../../src/model/fix.ts'

/** What the data say about one side of the split. */
export interface SideOfData {
  samples: number
  /** Share of the largest class, 0..1: what always naming it scores. */
  majority: number
  classes: number
}

/** null when there is no dataset, the side is empty or its labels are unknown. */
export function sideOf(dataset: Dataset | undefined, side: SplitName): SideOfData | null {
  const counts = new Map<string, number>()
  for (const { split, label } of dataset?.samples ?? []) {
    if (split === side && label !== null) counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  const samples = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (samples === 0) return null
  return { samples, majority: Math.max(...counts.values()) / samples, classes: counts.size }
}
