import type { TextLines } from '../../model/dataset.ts'

/** One row of a manifest. */
export interface ManifestRow {
  /** Column name to value as text. Empty cells are left out. */
  cells: ReadonlyMap<string, string>
  /** The lines that it stands on in the text, counted from 1; null where the format does not tell. */
  lines: TextLines | null
}

/** A manifest that cannot be understood; the message says what is wrong and where. */
export class ManifestFault extends Error {}

/** Names of image files, of which a header has none. */
export const imageName = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i

/** What the columns of a table without a header are called: `column 1`. */
export const unnamed = (index: number) => `column ${index + 1}`

/** Whether the columns are called by their places, for want of a header. */
export const isHeadless = (columns: readonly string[]): boolean => columns.includes(unnamed(0))
