import { groupBy } from '../model/group-by.ts'

/** Rules that something was not done for, by the reason that they share. */
export interface SharedReason {
  rules: string[]
  reason: string
}

/** One entry for each different reason, in the order in which they first come. */
export function byReason(items: readonly { rule: string; reason: string }[]): SharedReason[] {
  const sharing = groupBy(items, ({ reason }) => reason)
  return [...sharing].map(([reason, some]) => ({ rules: some.map(({ rule }) => rule), reason }))
}
