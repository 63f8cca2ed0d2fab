/**
 * Items in lists by their key: keys in order of their first item, items in theirs; what has no key (undefined) is left
 * out. As `Map.groupBy`, which Node 20 does not have.
 */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const lists = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key !== undefined) addTo(lists, key, item)
  }
  return lists
}

/** Appends an item to the list of its key, which begins with it where there was none. */
export function addTo<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}
