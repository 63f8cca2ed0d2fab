import type { Sample } from '../../model/dataset.ts'
import type { SplitName } from '../../model/fix.ts'

/** What a container was found to hold. */
export interface Contained {
  samples: Sample[]
  /** Why it could not be read to its end; null when all is well. */
  problem: string | null
}

/** How to read a container. */
export interface ContainerOptions {
  /** Absolute path of the project. */
  root: string
  /** POSIX, relative to the project. */
  file: string
  /** The side of its samples, unless a column tells it. */
  split: SplitName
  /** Columns, features or JSON keys by name, as the config gives them. */
  columns: {
    file?: string | undefined
    label?: string | undefined
    split?: string | undefined
    group?: string | undefined
  }
  /** Names of numbered classes, from a list beside the container. */
  classes: readonly string[] | null
  signal?: AbortSignal
}

/** `data/train.parquet/000012`: six digits at least, so that names sort like rows in all but huge files. */
export const numbered = (file: string, index: number) => `${file}/${String(index).padStart(6, '0')}`

/** Whether the bytes begin like an image that training frameworks read. */
export function isImage(bytes: Uint8Array): boolean {
  const begin = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16)).toString('latin1')
  return (
    ['\xff\xd8\xff', '\x89PNG\r\n', 'GIF8', 'BM', 'II*\0', 'MM\0*'].some((start) =>
      begin.startsWith(start),
    ) ||
    (begin.startsWith('RIFF') && begin.slice(8, 12) === 'WEBP') ||
    begin.slice(4, 12) === 'ftypavif'
  )
}
