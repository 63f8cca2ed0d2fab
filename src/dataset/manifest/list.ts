import type { ManifestFacts, RowFaultKind, Sample } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'
import { splitInPath, splitOfFolder } from '../split-names.ts'
import { parentOf } from '../tree.ts'
import { type Columns, labelReader } from './columns.ts'
import type { ManifestTable } from './read.ts'
import type { ManifestRow } from './rows.ts'

/** The samples that manifests list, each file once, and what is wrong with the rows. */
export interface Listing {
  samples: Map<string, Sample>
  manifests: ManifestFacts[]
}

export interface ListOptions {
  /** The image that a row means; null when it is not here. */
  find(written: string, folder: string, split: SplitName | null): string | null
  /** The side of all rows (the table is called `val.csv`); else the column or the path tells it. */
  split?: SplitName | null
}

/**
 * Adds the samples of one table to the listing. A row whose file is not here, that repeats an earlier one or that
 * cannot be understood is a fault and no sample; of contradicting rows the first counts.
 */
export function addTable(
  listing: Listing,
  table: ManifestTable,
  columns: Columns,
  options: ListOptions,
): void {
  const facts: ManifestFacts = { path: table.path, rows: table.rows.length, faults: [], unlisted: [] }
  listing.manifests.push(facts)
  const labelOf = labelReader(table, columns)
  const labelled = table.rows.filter((row) => labelOf(row) !== null).length * 2 > table.rows.length
  for (const [index, row] of table.rows.entries()) {
    const fault = (kind: RowFaultKind, written: string, sample: string | null, other?: string) => {
      const about = { kind, row: index + 1, lines: row.lines, written, sample }
      facts.faults.push(other === undefined ? about : { ...about, other })
    }
    const sample = sampleOf(row, { columns, options, folder: parentOf(table.path), label: labelOf(row) })
    if ('fault' in sample) {
      fault(sample.fault, sample.written, null)
      continue
    }
    const known = listing.samples.get(sample.path)
    const written = row.cells.get(columns.file) ?? ''
    if (known === undefined) {
      const listed = { manifest: table.path, lines: row.lines }
      listing.samples.set(sample.path, { ...sample, listed })
      if (labelled && sample.label === null) fault('no-label', written, sample.path)
    } else if (known.split === sample.split && known.label === sample.label)
      fault('repeated', written, sample.path)
    else fault('contradictory', written, sample.path, placeOf(known))
  }
}

const placeOf = ({ split, label }: Sample) => [split, label].filter((part) => part !== null).join(' ')

interface RowContext {
  columns: Columns
  options: ListOptions
  folder: string
  label: string | null
}

function sampleOf(
  row: ManifestRow,
  { columns, options, folder, label }: RowContext,
): Sample | { fault: RowFaultKind; written: string } {
  const cell = (column: string | null) => (column === null ? null : (row.cells.get(column) ?? null))
  const written = cell(columns.file)
  if (written === null) return { fault: 'no-file', written: '' }
  const side = cell(columns.split)
  const named = side === null ? null : splitOfFolder(side)
  if (side !== null && named === null) return { fault: 'unknown-split', written: side }
  const split = named ?? options.split ?? null
  const file = options.find(written, folder, split)
  if (file === null) return { fault: 'missing-file', written }
  return { path: file, split: split ?? splitInPath(file) ?? 'all', label, group: cell(columns.group) }
}

/**
 * Images that lie beside listed ones without a row of their own, put down to the first manifest that lists one of
 * their folder. Folders of which less than half is listed are another matter (a list of a part of the data).
 */
export function findUnlisted(listing: Listing, images: readonly string[]): void {
  const owners = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const sample of listing.samples.values()) {
    const folder = parentOf(sample.path)
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
    if (sample.listed !== undefined && !owners.has(folder)) owners.set(folder, sample.listed.manifest)
  }
  const unlisted = new Map<string, string[]>()
  for (const image of images) {
    const folder = parentOf(image)
    if (listing.samples.has(image) || !counts.has(folder)) continue
    const left = unlisted.get(folder)
    if (left === undefined) unlisted.set(folder, [image])
    else left.push(image)
  }
  for (const [folder, left] of unlisted) {
    if (left.length > (counts.get(folder) ?? 0)) continue
    const owner = owners.get(folder)
    const facts = listing.manifests.find((one) => one.path === owner) ?? listing.manifests[0]
    facts?.unlisted.push(...left)
  }
  for (const facts of listing.manifests) facts.unlisted.sort()
}
