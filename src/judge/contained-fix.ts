import type { Facts } from '../model/facts.ts'
import type { Fix } from '../model/fix.ts'

/**
 * Says of fixes whose images lie inside containers (tar, TFRecord, Parquet) that they are to be made by hand: a
 * container is never changed. The operations stay, so that a trial can try them.
 */
export function fixAdviser(facts: Facts): (fix: Fix) => Fix {
  const samples = facts.dataset?.ok ? facts.dataset.value.samples : []
  const files = new Map(
    samples.flatMap(({ path, container }) =>
      container === undefined ? [] : [[path, container.path] as const],
    ),
  )
  if (files.size === 0) return (fix) => fix
  return (fix) => {
    const concerned = fix.operations.flatMap((operation) =>
      'sample' in operation ? (files.get(operation.sample) ?? []) : [],
    )
    const [first, ...others] = [...new Set(concerned)].sort()
    if (first === undefined) return fix
    const rest = others.length === 0 ? '' : ` and ${others.length} more`
    return { ...fix, title: `${fix.title}: write ${first}${rest} anew`, applicability: 'manual' }
  }
}
