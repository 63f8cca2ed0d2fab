/**
 * Fisher-Yates from the end, as numpy and Python shuffle: `draw(i)` gives an integer of 0 to i. Works in place.
 */
export function shuffleFromEnd<T>(items: T[], draw: (most: number) => number): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) swap(items, i, draw(i))
  return items
}

/** Exchanges two items; the indices are within the list. */
export function swap<T>(items: T[], i: number, j: number): void {
  const a = items[i]
  const b = items[j]
  if (a === undefined || b === undefined) return
  items[i] = b
  items[j] = a
}

/** 0, 1, ... n - 1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
