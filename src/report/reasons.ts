/** Rules that something was not done for, by the reason that they share. */
export interface SharedReason {
  rules: string[]
  reason: string
}

/** One entry for each different reason, in the order in which they first come. */
export function byReason(items: readonly { rule: string; reason: string }[]): SharedReason[] {
  const rules = new Map<string, string[]>()
  for (const { rule, reason } of items) {
    const sharing = rules.get(reason)
    if (sharing === undefined) rules.set(reason, [rule])
    else sharing.push(rule)
  }
  return [...rules].map(([reason, sharing]) => ({ rules: sharing, reason }))
}
