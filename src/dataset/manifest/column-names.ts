import type { SplitName } from '../../model/fix.ts'
import { splitOfFolder } from '../split-names.ts'

/** Column names to look for, most telling first, as `plain` writes them. */
export const usualColumns = {
  file: [
    ...['filename', 'file', 'filepath', 'path', 'imagepath', 'imagefile', 'imagefilename', 'imagename'],
    ...['image', 'img', 'imgpath', 'imgname', 'imageid', 'idcode', 'id', 'name', 'url', 'uri', 'x'],
  ],
  label: [
    ...['label', 'labels', 'class', 'classname', 'category', 'categoryname', 'target', 'classlabel', 'y'],
    ...['labelname', 'classid', 'labelid', 'categoryid', 'diagnosis', 'dx', 'breed', 'species', 'finding'],
    ...[
      'variety',
      'type',
      'tag',
      'grade',
      'findinglabels',
      'classindex',
      'classidx',
      'labelindex',
      'labelidx',
    ],
    ...['groundtruth', 'truelabel', 'disease', 'emotion'],
  ],
  split: [
    ...['split', 'subset', 'partition', 'set', 'dataset', 'fold', 'phase', 'usage', 'mode'],
    ...['isvalid', 'isvalidation', 'isval', 'istrain', 'istraining', 'istest'],
  ],
  // Only what says by its name that its images belong together.
  group: [
    ...['group', 'groupid', 'patient', 'patientid', 'subject', 'subjectid', 'lesionid', 'scene', 'sceneid'],
    ...['video', 'videoid', 'sequenceid', 'clipid', 'person', 'personid', 'individual', 'individualid'],
    ...['identity', 'caseid', 'studyid', 'seriesid', 'sessionid', 'burstid', 'animalid', 'plantid', 'eyeid'],
  ],
} as const

/** `Image_ID` -> `imageid`. */
export const plain = (column: string) => column.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Columns of truth values: the side where it is true, and where it is not. */
const bySide: Readonly<Record<string, readonly [SplitName, SplitName]>> = {
  isvalid: ['validation', 'train'],
  isvalidation: ['validation', 'train'],
  isval: ['validation', 'train'],
  istrain: ['train', 'validation'],
  istraining: ['train', 'validation'],
  istest: ['test', 'train'],
}

/** The side that a cell of a column of splits tells (`val`; `True` below `is_valid`); null where it tells none. */
export function sideOf(column: string, cell: string): SplitName | null {
  const sides = bySide[plain(column)]
  if (sides === undefined) return splitOfFolder(cell)
  if (isTrue(cell)) return sides[0]
  return isBit(cell) ? sides[1] : null
}

/** 1, 1.0 or True. */
export const isTrue = (cell: string | undefined): boolean =>
  cell !== undefined && /^(1(\.0+)?|true)$/i.test(cell)

/** A truth value or a number that stands for one. */
export const isBit = (cell: string | undefined): boolean =>
  cell !== undefined && /^([01](\.0+)?|true|false)$/i.test(cell)
