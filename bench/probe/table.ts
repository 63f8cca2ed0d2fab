import type { Family } from './cases.ts'
import type { Told } from './told.ts'

/** Markdown: one table per family, a row for each kind and a column for each set, and how many are as they should be. */
export function tableOf(families: readonly Family[], told: readonly Told[]): string {
  return families
    .flatMap((family) => {
      const own = told.filter((one) => one.family === family.name)
      return own.length === 0 ? [] : [familyTable(family, own)]
    })
    .join('\n\n')
}

function familyTable(family: Family, told: readonly Told[]): string {
  const sets = [...new Set(told.map(({ set }) => set))].sort()
  const kinds = family.cases.map(({ kind }) => kind).filter((kind) => told.some((one) => one.kind === kind))
  const verdictsOf = (kind: string, set: string) =>
    told.filter((one) => one.kind === kind && one.set === set).map(({ verdict }) => verdict)
  const rows = kinds.map((kind) => {
    const cells = sets.map((set) => verdictsOf(kind, set).join(', ') || '-')
    return `| ${kind} | ${cells.join(' | ')} |`
  })
  const count = (verdicts: readonly string[]) =>
    told.filter(({ verdict }) => verdicts.includes(verdict)).length
  const rates = ['confirmed', 'refuted'].map((verdict) => rateOf(count([verdict]), told.length, verdict))
  return [
    `${family.title} (wanted: ${family.wanted.join(' or ')}): ${rates.join('; ')}.`,
    '',
    `| | ${sets.join(' | ')} |`,
    `|---|${sets.map(() => '---|').join('')}`,
    ...rows,
  ].join('\n')
}

/** `12 of 40 confirmed (30 %, 95 % interval 18 to 45 %)`. */
function rateOf(count: number, of: number, verdict: string): string {
  const [low, high] = wilson(count, of).map((share) => (share * 100).toFixed(0))
  return `${count} of ${of} ${verdict} (${((count / of) * 100).toFixed(0)} %, 95 % interval ${low} to ${high} %)`
}

/** The 95 % interval of a share by Wilson's score (1927). */
function wilson(count: number, of: number): [number, number] {
  const z = 1.96
  const share = count / of
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of)
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  return [Math.max(middle - half, 0), Math.min(middle + half, 1)]
}
