import type { ManifestColumns, ManifestFacts, RowFault, RowFaultKind, Sample } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'
import { addTo } from '../../model/group-by.ts'
import { nameLabel } from '../class-list.ts'
import { splitInPath } from '../split-names.ts'
import { parentOf } from '../tree.ts'
import { sideOf } from './column-names.ts'
import { labelReader } from './columns.ts'
import type { ManifestTable } from './read.ts'
import type { ManifestRow } from './row.ts'

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
  /** Names of the classes, in the order of their numbers, where a list tells them. */
  classes?: readonly string[] | null
}

/**
 * Adds the samples of one table to the listing. A row whose file is not here, that repeats an earlier one or that
 * cannot be understood is a fault and no sample; of contradicting rows the first counts.
 */
export function addTable(
  listing: Listing,
  table: ManifestTable,
  columns: ManifestColumns,
  options: ListOptions,
): void {
  const folder = parentOf(table.path)
  const labelOf = namedLabels(table, labelReader(table, columns), options.classes ?? null)
  const isLabelled = labelledSides(table, columns, (row) => labelOf(row).label)
  const faults: RowFault[] = []
  const lines = linesOf(table)
  for (const [index, row] of table.rows.entries()) {
    const label = labelOf(row)
    const sample = sampleOf(row, { columns, options, folder, label: label.label })
    const fault =
      'fault' in sample
        ? sample
        : place(
            listing,
            { ...sample, listed: { manifest: table.path, lines: row.lines } },
            label,
            isLabelled(row),
          )
    if (fault === null) continue
    const { fault: kind, written = row.cells.get(columns.file) ?? '', other } = fault
    const text = (lines[(row.lines?.from ?? 0) - 1] ?? written).slice(0, 200)
    const about = { kind, row: index + 1, lines: row.lines, written, text }
    faults.push(other === undefined ? about : { ...about, other })
  }
  listing.manifests.push({ path: table.path, columns, rows: table.rows.length, faults, unlisted: [] })
}

interface Fault {
  fault: RowFaultKind
  /** What is wrong, where it is not the file. */
  written?: string
  other?: string
}

/** Takes a sample into the listing, if its file is not there yet; what is wrong with its row, if anything. */
function place(
  { samples }: Listing,
  sample: Sample,
  { label, unknown }: RowLabel,
  isLabelled: boolean,
): Fault | null {
  const known = samples.get(sample.path)
  if (known !== undefined) {
    const same = known.split === sample.split && known.label === label
    return same ? { fault: 'repeated' } : { fault: 'contradictory', other: sideAndLabel(known) }
  }
  samples.set(sample.path, sample)
  if (unknown !== null) return { fault: 'unknown-label', written: unknown }
  return label === null && isLabelled ? { fault: 'no-label' } : null
}

const sideAndLabel = ({ split, label }: Sample) => [split, label].filter((part) => part !== null).join(' ')

/** Whether most rows of a row's side have a label: those of a test set often have none on purpose. */
function labelledSides(
  { rows }: ManifestTable,
  { split }: ManifestColumns,
  labelOf: (row: ManifestRow) => string | null,
): (row: ManifestRow) => boolean {
  const sideOf = (row: ManifestRow) => (split === null ? '' : (row.cells.get(split) ?? ''))
  const counts = new Map<string, number>()
  for (const row of rows)
    counts.set(sideOf(row), (counts.get(sideOf(row)) ?? 0) + (labelOf(row) === null ? -1 : 1))
  return (row) => (counts.get(sideOf(row)) ?? 0) > 0
}

/** The lines of a table that is text. */
const linesOf = ({ text }: ManifestTable): readonly string[] => text?.split(/\r?\n/) ?? []

/** What pandas and R write where there is nothing. Words that may be classes (`NA`, `None`) are not among it. */
const missing = /^(nan|<na>|null|n\/a|#n\/a)$/i

interface RowLabel {
  label: string | null
  /** A label that is none of the listed classes. */
  unknown: string | null
}

/**
 * Labels with the names of a list of classes: numbers become names, and what is no class is unknown, if the list is
 * about these labels at all (it has most of them).
 */
function namedLabels(
  { rows }: ManifestTable,
  labelOf: (row: ManifestRow) => string | null,
  classes: readonly string[] | null,
): (row: ManifestRow) => RowLabel {
  const written = (row: ManifestRow) => {
    const label = labelOf(row)
    return label === null || missing.test(label) ? null : label
  }
  const labels = rows.flatMap((row) => written(row) ?? [])
  const isListed = (label: string) =>
    classes !== null && (classes.includes(label) || classes.includes(nameLabel(label, classes) ?? ''))
  const about = labels.filter(isListed).length * 2 > labels.length
  return (row) => {
    const label = written(row)
    if (label === null || !about) return { label, unknown: null }
    return isListed(label)
      ? { label: classes?.includes(label) ? label : nameLabel(label, classes), unknown: null }
      : { label: null, unknown: label }
  }
}

interface RowContext {
  columns: ManifestColumns
  options: ListOptions
  folder: string
  label: string | null
}

function sampleOf(row: ManifestRow, { columns, options, folder, label }: RowContext): Sample | Fault {
  const cell = (column: string | null) => (column === null ? null : (row.cells.get(column) ?? null))
  const written = cell(columns.file)
  if (written === null) return { fault: 'no-file', written: '' }
  const side = cell(columns.split)
  const named = side === null || columns.split === null ? null : sideOf(columns.split, side)
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
    addTo(unlisted, folder, image)
  }
  for (const [folder, left] of unlisted) {
    if (left.length > (counts.get(folder) ?? 0)) continue
    const owner = owners.get(folder)
    const facts = listing.manifests.find((one) => one.path === owner) ?? listing.manifests[0]
    facts?.unlisted.push(...left)
  }
  for (const facts of listing.manifests) facts.unlisted.sort()
}
