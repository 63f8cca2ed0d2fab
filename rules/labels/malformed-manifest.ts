import type { ManifestFacts, RowFault, RowFaultKind } from '../../src/model/dataset.ts'
import type { FindingDraft, Location, Severity } from '../../src/model/finding.ts'
import { type Fix, removeRow } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'

/** Places of one finding at most; the evidence has the number of all. */
const mostPlaces = 50

/**
 * So few rows without their file are leftovers that may go; where more are missing, a part of the data was not copied
 * or lies elsewhere. Our choice, as a share of the rows.
 */
const fewMissing = 0.05

export default defineRule({
  id: 'labels/malformed-manifest',
  severity: 'error',
  needs: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The list of the images does not fit the images: rows without a file, files without a row, rows that repeat or contradict earlier ones, labels or splits that mean nothing.',
    why: 'Loaders pass over such rows without a word, stop in the middle of an epoch, or train on less data than you believe. A row that repeats counts its image twice; one that gives a file another label teaches a contradiction; one that puts it on another side leaks it into validation.',
    how: 'Mend the list: fetch the missing files or take their rows out, list the files that have no row, keep one row for each file, and give every row a class and a split.',
    fixSafety:
      'Taking out a few rows without a file is safe, for nothing could be read there. Rows that repeat are taken out only with --unsafe, since some lists repeat rare classes on purpose. Everything else a person decides. The images are not touched, and doctor undo brings the rows back.',
    references: [
      'https://keras.io/api/data_loading/image/',
      'https://huggingface.co/docs/datasets/image_dataset#imagefolder',
      'Northcutt, Athalye and Mueller, Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks, NeurIPS 2021: https://arxiv.org/abs/2103.14749',
    ],
    bad: 'labels.csv:\nfile,label,split\ncat/1.jpg,cat,train\ncat/1.jpg,cat,val      # the same file on both sides\ncat/gone.jpg,cat,train  # no such file\ncat/3.jpg,,train        # no label',
    good: 'labels.csv:\nfile,label,split\ncat/1.jpg,cat,train\ncat/2.jpg,cat,val\ncat/3.jpg,cat,train',
  },
  *check({ dataset }) {
    for (const manifest of dataset.manifests ?? []) {
      for (const kind of kinds) {
        const faults = manifest.faults.filter((fault) => fault.kind === kind)
        if (faults.length > 0) yield draftOf(manifest, kind, faults)
      }
      if (manifest.unlisted.length > 0) yield unlistedIn(manifest)
    }
    for (const { path, reason } of dataset.unusable ?? []) {
      yield {
        message: `${path} names images but cannot be used: ${reason}`,
        severity: 'warning',
        locations: [{ path }],
        evidence: { manifest: path, fault: 'unusable', reason },
        fix: { title: 'Mend the list, or fetch its files', applicability: 'manual', operations: [] },
      }
    }
  },
})

const kinds: RowFaultKind[] = [
  ...(['contradictory', 'missing-file', 'no-file', 'unknown-split', 'unknown-label'] as const),
  ...(['no-label', 'repeated'] as const),
]

/** `Row 3 of x.csv names` or `3 rows of x.csv name` a thing. */
const texts: Record<RowFaultKind, { one: string; many: string; severity: Severity }> = {
  contradictory: {
    ...{ one: 'gives a file another label or split than an earlier row', severity: 'error' },
    many: 'give files another label or split than earlier rows',
  },
  'missing-file': {
    ...{ one: 'names a file that is not here', many: 'name files that are not here', severity: 'error' },
  },
  'no-file': { one: 'names no file', many: 'name no file', severity: 'error' },
  'unknown-split': {
    ...{ one: 'names an unknown split', many: 'name unknown splits', severity: 'error' },
  },
  'unknown-label': {
    ...{ one: 'names an unknown class', many: 'name unknown classes', severity: 'error' },
  },
  'no-label': { one: 'has no label', many: 'have no label', severity: 'warning' },
  repeated: { one: 'repeats an earlier row', many: 'repeat earlier rows', severity: 'warning' },
}

function draftOf(manifest: ManifestFacts, kind: RowFaultKind, faults: readonly RowFault[]): FindingDraft {
  const { one, many, severity } = texts[kind]
  const [first] = faults
  const subject =
    faults.length === 1
      ? `Row ${first?.row} of ${manifest.path} ${one}`
      : `${faults.length} of ${manifest.rows} rows of ${manifest.path} ${many}`
  return {
    message: `${subject}${exampleOf(first)}`,
    severity,
    locations: placesOf(manifest, faults),
    evidence: {
      manifest: manifest.path,
      fault: kind,
      rows: faults.length,
      of: manifest.rows,
      examples: faults.slice(0, mostPlaces).map(({ row, written }) => ({ row, written })),
    },
    fix: fixOf(manifest, kind, faults),
  }
}

function exampleOf(fault: RowFault | undefined): string {
  if (fault === undefined || fault.written === '') return ''
  return `: ${fault.written}${fault.other === undefined ? '' : ` (before: ${fault.other})`}`
}

/** Lines where the format has them; else the manifest as a whole, and the images that are meant. */
function placesOf({ path }: ManifestFacts, faults: readonly RowFault[]): Location[] {
  const places = faults.slice(0, mostPlaces).flatMap(({ lines, text: snippet }): Location[] => {
    if (lines === null) return []
    const { from: line, to } = lines
    return [{ path, line, column: 1, endLine: to + 1, endColumn: 1, snippet }]
  })
  return places.length > 0 ? places : [{ path }]
}

const advice: Record<RowFaultKind, string> = {
  contradictory: 'Keep one row for each file',
  'missing-file': 'Fetch the files, or take their rows out',
  'no-file': 'Take the rows without a file out',
  'unknown-split': 'Call the splits train, validation and test',
  'unknown-label': 'Give the rows one of the classes',
  'no-label': 'Label the rows, or take them out',
  repeated: 'Take the repeated rows out',
}

function fixOf(manifest: ManifestFacts, kind: RowFaultKind, faults: readonly RowFault[]): Fix {
  const removable = faults.flatMap(({ lines, text }) =>
    lines === null ? [] : [removeRow(manifest.path, lines, text)],
  )
  const few = faults.length <= Math.max(1, fewMissing * manifest.rows)
  const safe = kind === 'no-file' || (kind === 'missing-file' && few)
  const applicability = safe ? 'safe' : kind === 'repeated' ? 'unsafe' : 'manual'
  const possible = removable.length === faults.length && applicability !== 'manual'
  return possible
    ? { title: `Take ${rowsOut(faults.length)} out of the list`, applicability, operations: removable }
    : { title: advice[kind], applicability: 'manual', operations: [] }
}

const rowsOut = (count: number) => (count === 1 ? 'the row' : `${count} rows`)

function unlistedIn({ path, unlisted, rows }: ManifestFacts): FindingDraft {
  const [first = ''] = unlisted
  const subject = unlisted.length === 1 ? '1 image has' : `${unlisted.length} images have`
  return {
    message: `${subject} no row in ${path} though the others in the folder have: ${first}`,
    severity: 'warning',
    locations: unlisted.slice(0, mostPlaces).map((image) => ({ path: image })),
    evidence: { manifest: path, fault: 'unlisted', files: unlisted.length, of: rows },
    fix: { title: 'List the images, or move them away', applicability: 'manual', operations: [] },
  }
}
