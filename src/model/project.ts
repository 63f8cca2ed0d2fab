import type { Config } from './config.ts'

/** What the walk over the project folder found; nothing has been opened yet except the config. */
export interface Project {
  /** Absolute path of the project folder. */
  root: string
  /** The path as the person gave it: this is what reports show. */
  given: string
  config: Config
  files: ProjectFile[]
  /** What could not be read, each with its reason: becomes findings or "not examined", never silence. */
  problems: ProjectProblem[]
}

export type FileKind =
  | 'image'
  | 'python'
  | 'notebook'
  | 'typescript'
  /** A table, perhaps a list of images; Parquet may also hold the images themselves. */
  | 'manifest'
  /** Plain text, perhaps a list of images with their labels. */
  | 'list'
  /** A file of many records: tar, TFRecord. */
  | 'container'
  | 'log'
  | 'other'

export interface ProjectFile {
  /** POSIX, relative to the project root. */
  path: string
  kind: FileKind
  /** Bytes. */
  size: number
  /** Milliseconds since the epoch. */
  modifiedMs: number
}

export interface ProjectProblem {
  /** POSIX, relative to the project root. */
  path: string
  reason: string
}
