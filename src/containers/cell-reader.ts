import { openParquet, type ParquetFile } from './parquet.ts'

/** A run of rows that is decompressed at once. */
interface Block {
  from: number
  to: number
}

/** Uncompressed bytes of a block at most, and of a row group that cannot be read in parts. */
const blockBytes = 64 << 20
const groupBytes = 1 << 30

/** Blocks that are kept: those that readers beside each other are in. */
const kept = 4

/** Reads single cells of bytes; neighbours in a block share its decompression. */
export class CellReader {
  private readonly files = new Map<string, Promise<ParquetFile>>()
  /** Most recently used last. */
  private readonly blocks = new Map<string, Promise<Record<string, unknown>[]>>()

  /**
   * The bytes of a cell (`image.bytes`: field `bytes` of the struct `image`).
   * @throws Error with one line when the cell holds no bytes or the file cannot be read
   */
  async read(file: string, { row, column }: { row: number; column: string }): Promise<Uint8Array> {
    const opened = this.files.get(file) ?? openParquet(file)
    this.files.set(file, opened)
    const parquet = await opened
    const [name = '', field] = splitColumn(column, parquet)
    const block = blockOf(parquet, name, row)
    const rows = await this.rowsOf(`${file}\0${name}\0${block.from}`, () =>
      parquet.read([name], block.from, block.to),
    )
    const bytes = cellIn(rows[row - block.from], name, field)
    if (bytes === null) throw new Error(`row ${row} has no bytes in column ${column}`)
    return bytes
  }

  private rowsOf(key: string, read: () => Promise<Record<string, unknown>[]>) {
    const rows = this.blocks.get(key) ?? read()
    this.blocks.delete(key)
    this.blocks.set(key, rows)
    const [oldest] = this.blocks.keys()
    if (this.blocks.size > kept && oldest !== undefined) this.blocks.delete(oldest)
    return rows
  }
}

/** The column may itself have a dot in its name. */
function splitColumn(column: string, { columns }: ParquetFile): [string, string?] {
  if (columns.some(({ name }) => name === column)) return [column]
  const dot = column.lastIndexOf('.')
  return [column.slice(0, dot), column.slice(dot + 1)]
}

/** The bytes of one cell of a row; null when there are none. */
export function cellIn(
  row: Record<string, unknown> | undefined,
  name: string,
  field: string | undefined,
): Uint8Array | null {
  const cell = row?.[name]
  const value = field !== undefined && isRecord(cell) ? cell[field] : field === undefined ? cell : null
  return value instanceof Uint8Array ? value : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The row group that the row is in, or a part of it where whole groups are large. */
function blockOf({ groups }: ParquetFile, column: string, row: number): Block {
  const group = groups.find(({ from, to }) => row >= from && row < to)
  if (group === undefined) throw new Error(`has no row ${row}`)
  const size = group.bytes.get(column) ?? 0
  if (size <= blockBytes) return group
  if (size > groupBytes && !group.indexed)
    throw new Error(
      `has row groups of ${Math.round(size / 1e6)} MB: write it anew with smaller ones (row_group_size=100)`,
    )
  const step = group.indexed ? Math.max(1, Math.floor((blockBytes * (group.to - group.from)) / size)) : size
  const from = group.from + Math.floor((row - group.from) / step) * step
  return { from, to: Math.min(group.to, from + step) }
}
