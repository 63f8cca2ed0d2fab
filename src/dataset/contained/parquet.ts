import path from 'node:path'
import { z } from 'zod'
import { cellIn } from '../../containers/cell-reader.ts'
import { openParquet, type ParquetColumn, type ParquetFile } from '../../containers/parquet.ts'
import type { Sample } from '../../model/dataset.ts'
import { nameLabel } from '../class-list.ts'
import { plain, usualColumns } from '../manifest/column-names.ts'
import { splitOfFolder } from '../split-names.ts'
import { type Contained, type ContainerOptions, isImage, numbered } from './contained.ts'

/** What Hugging Face writes into the footer: https://huggingface.co/docs/datasets/about_dataset_features */
const Footer = z.object({
  info: z.object({
    features: z.record(
      z.string(),
      z.looseObject({ _type: z.string().optional(), names: z.array(z.string()).optional() }),
    ),
  }),
})

/** A column of a Parquet file that holds images. */
interface ImageColumn {
  name: string
  /** Dotted, with the field of the struct. */
  dotted: string
}

/** The images in the rows of a Parquet file: bytes in a column, or in the field `bytes` of a struct. */
export async function readParquet(options: ContainerOptions): Promise<Contained> {
  const { root, file, columns, signal } = options
  const parquet = await openParquet(path.resolve(root, file))
  const image = await imageColumn(parquet, columns.file)
  if (image === null) return { samples: [], problem: null }
  const names = classNames(parquet)
  const label = findColumn(parquet, columns.label, usualColumns.label) ?? [...names.keys()][0] ?? null
  const split = findColumn(parquet, columns.split, usualColumns.split)
  const group = findColumn(parquet, columns.group, usualColumns.group)
  const wanted = [label, split, group].filter((name) => name !== null)
  const classes = (label === null ? undefined : names.get(label)) ?? options.classes
  const samples: Sample[] = []
  for (const { from, to } of parquet.groups) {
    signal?.throwIfAborted()
    const rows = wanted.length === 0 ? [] : await parquet.read([...new Set(wanted)], from, to)
    for (let row = from; row < to; row += 1) {
      const cell = (name: string | null) => (name === null ? null : textOf(rows[row - from]?.[name]))
      const side = cell(split)
      samples.push({
        path: numbered(file, row),
        split: (side === null ? null : splitOfFolder(side)) ?? options.split,
        label: labelOf(cell(label), classes),
        group: cell(group),
        container: { path: file, part: { kind: 'cell', row, column: image.dotted } },
      })
    }
  }
  return { samples, problem: null }
}

/** Hugging Face numbers what has no label (of a test set) -1. */
const labelOf = (label: string | null, classes: readonly string[] | null) =>
  label === '-1' ? null : nameLabel(label, classes)

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value instanceof Uint8Array || typeof value === 'object')
    return null
  const text = String(value)
  return text === '' ? null : text
}

/** The column with encoded images, known by the first row that has bytes. */
async function imageColumn(parquet: ParquetFile, named: string | undefined): Promise<ImageColumn | null> {
  const fits = ({ name, kind, fields }: ParquetColumn) =>
    (named === undefined || named === name) &&
    (kind === 'bytes' || (kind === 'struct' && fields.includes('bytes')))
  const usual = (column: ParquetColumn) =>
    Number(/mask|segment|depth|embed/i.test(column.name)) - Number(/^(image|img)/i.test(column.name))
  for (const { name, kind } of parquet.columns.filter(fits).sort((a, b) => usual(a) - usual(b))) {
    const field = kind === 'struct' ? 'bytes' : undefined
    const rows = await parquet.read([name], 0, Math.min(parquet.rows, 8))
    const bytes = rows.map((row) => cellIn(row, name, field)).find((one) => one !== null)
    if (bytes !== undefined && isImage(bytes))
      return { name, dotted: field === undefined ? name : `${name}.${field}` }
  }
  return null
}

function findColumn(
  { columns }: ParquetFile,
  named: string | undefined,
  usual: readonly string[],
): string | null {
  if (named !== undefined) return columns.some(({ name }) => name === named) ? named : null
  const plainOnes = columns.filter(({ kind }) => kind === 'text' || kind === 'number').map(({ name }) => name)
  return usual.flatMap((one) => plainOnes.filter((name) => plain(name) === one))[0] ?? null
}

/** The class names of ClassLabel columns, by column. */
function classNames({ metadata }: ParquetFile): Map<string, string[]> {
  const text = metadata.get('huggingface')
  if (text === undefined) return new Map()
  try {
    const { features } = Footer.parse(JSON.parse(text)).info
    return new Map(
      Object.entries(features).flatMap(([column, { names }]) =>
        names === undefined ? [] : [[column, names] as const],
      ),
    )
  } catch {
    return new Map()
  }
}

/** Whether the file holds images rather than a list of them; also where it cannot be read, so that that is said. */
export async function holdsImages(file: string, named: string | undefined): Promise<boolean> {
  try {
    return (await imageColumn(await openParquet(file), named)) !== null
  } catch {
    return true
  }
}
