import { type FileHandle, open } from 'node:fs/promises'
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { describeFault } from '../project/problem.ts'

/** A Parquet file whose footer was read; its rows are read in blocks. */
export interface ParquetFile {
  rows: number
  /** Top-level columns with the names of their fields, if they are structs. */
  columns: ParquetColumn[]
  /** Key-value metadata of the footer, such as `huggingface`. */
  metadata: ReadonlyMap<string, string>
  groups: readonly RowGroup[]
  /** Rows `from` to `to` (exclusive) as objects; bytes stay `Uint8Array`, text is text. */
  read(columns: string[], from: number, to: number): Promise<Record<string, unknown>[]>
}

export interface ParquetColumn {
  name: string
  kind: 'text' | 'bytes' | 'number' | 'struct' | 'list' | 'other'
  /** Fields of a struct. */
  fields: string[]
}

export interface RowGroup {
  from: number
  to: number
  /** Uncompressed bytes by top-level column. */
  bytes: ReadonlyMap<string, number>
  /** Whether single pages of all columns can be found (an offset index), so that parts can be read alone. */
  indexed: boolean
}

/**
 * Opens a Parquet file by its footer. Each read opens the file anew, so nothing has to be closed.
 * @throws Error with one line when it is no Parquet file, cut short, or encrypted
 */
export async function openParquet(file: string): Promise<ParquetFile> {
  const metadata = await withBuffer(file, (buffer) => parquetMetadataAsync(buffer)).catch(refuseFooter)
  return {
    rows: Number(metadata.num_rows),
    columns: parquetSchema(metadata).children.map(columnOf),
    metadata: new Map((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''])),
    groups: groupsOf(metadata),
    read: (columns, rowStart, rowEnd) =>
      withBuffer(file, (buffer) =>
        parquetReadObjects({
          ...{ file: buffer, metadata, columns, rowStart, rowEnd, compressors },
          ...{ utf8: false, useOffsetIndex: true },
        }),
      ).catch(refuse),
  }
}

function refuseFooter(fault: unknown): never {
  if (fault instanceof Error && 'code' in fault) throw fault
  throw new Error('is no Parquet file, or cut short')
}

/** hyparquet's messages are for programmers. */
function refuse(fault: unknown): never {
  if (fault instanceof Error && 'code' in fault) throw fault
  throw new Error(`is damaged Parquet (${describeFault(fault)})`)
}

async function withBuffer<T>(file: string, use: (buffer: AsyncBuffer) => Promise<T>): Promise<T> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    return await use({ byteLength: size, slice: (from, to = size) => slice(handle, from, to) })
  } finally {
    await handle.close()
  }
}

async function slice(handle: FileHandle, from: number, to: number): Promise<ArrayBuffer> {
  const buffer = new ArrayBuffer(Math.max(0, to - from))
  const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, from)
  if (bytesRead < buffer.byteLength) throw new Error('the file ends too early')
  return buffer
}

function columnOf({ element, children }: SchemaTree): ParquetColumn {
  const { name, type, converted_type: converted, logical_type: logical } = element
  const list = converted === 'LIST' || logical?.type === 'LIST' || element.repetition_type === 'REPEATED'
  const text = ['UTF8', 'ENUM'].includes(converted ?? '') || ['STRING', 'ENUM'].includes(logical?.type ?? '')
  const number = type !== undefined && /^(BOOLEAN|INT32|INT64|FLOAT|DOUBLE)$/.test(type)
  const leaf = text ? 'text' : number ? 'number' : type === 'BYTE_ARRAY' ? 'bytes' : 'other'
  const kind = list ? 'list' : children.length > 0 ? 'struct' : leaf
  return { name, kind, fields: children.map((child) => child.element.name) }
}

function groupsOf(metadata: FileMetaData): RowGroup[] {
  let from = 0
  return metadata.row_groups.map((group) => {
    const bytes = new Map<string, number>()
    for (const { meta_data: about } of group.columns) {
      const name = about?.path_in_schema[0]
      if (name !== undefined)
        bytes.set(name, (bytes.get(name) ?? 0) + Number(about?.total_uncompressed_size ?? 0))
    }
    const start = from
    from += Number(group.num_rows)
    const indexed = group.columns.every(({ offset_index_offset: index }) => index !== undefined)
    return { from: start, to: from, bytes, indexed }
  })
}
