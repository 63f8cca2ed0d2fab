import type { Finding } from '../../model/finding.ts'
import { shellWord } from '../../model/fix-command.ts'
import type { Report } from '../../model/report.ts'
import type { RuleGroup } from '../groups.ts'
import { type FindingPictures, picturesByFinding } from '../wanted-thumbnails.ts'
import type { Thumbnails } from './pictures.ts'

/** Findings in a page at most: at some 2 KB each they leave room for the pictures below the 5 MB goal. */
const mostFindings = 1000

/** What a page shows of a report, and how its commands name the project. */
export interface Shown {
  thumbnails: Thumbnails
  /** By finding id. */
  pictures: ReadonlyMap<string, FindingPictures>
  /** Findings by rule; where there are too many, every rule shows its first ones before any shows its last. */
  findings: ReadonlyMap<string, readonly Finding[]>
  target: string
}

/** Chooses what the page shows. */
export function shownOf(
  report: Report,
  groups: readonly RuleGroup[],
  { thumbnails, target = shellWord(report.project) }: { thumbnails: Thumbnails; target?: string },
): Shown {
  const pictures = picturesByFinding(report)
  const most = fairShare(
    groups.map(({ findings }) => findings.length),
    mostFindings,
  )
  const findings = new Map(groups.map((group) => [group.rule, group.findings.slice(0, most)]))
  return { thumbnails, pictures, findings, target }
}

/** The largest number of which everybody may take as many without exceeding the sum. */
export function fairShare(wanted: readonly number[], sum: number): number {
  let left = sum
  const ascending = [...wanted].sort((a, b) => a - b)
  for (const [index, count] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index))
    if (count > share) return share
    left -= count
  }
  return sum
}
