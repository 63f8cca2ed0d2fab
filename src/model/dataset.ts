import type { SplitName } from './fix.ts'
import type { ProjectProblem } from './project.ts'

/** Bytes that stand in a file as they are (a member of a tar archive, a feature of a TFRecord). */
export interface BytesPart {
  kind: 'bytes'
  offset: number
  length: number
  /** The file is packed, and the place is one in what it unpacks to. */
  gzip: boolean
}

/** A cell of a Parquet file. */
export interface CellPart {
  kind: 'cell'
  /** Counted from 0. */
  row: number
  /** Dotted: `image.bytes`. */
  column: string
}

/** A part of a file that holds many images. */
export type FilePart = BytesPart | CellPart

/** Where the bytes of an image lie: in a file of its own, or in a part of a container. */
export interface ByteSource {
  /** The file to open. */
  path: string
  /** Absent for a whole file. */
  part?: FilePart
}

/** One labelled image as the training will see it. */
export interface Sample {
  /**
   * POSIX, relative to the project root (may begin with `../` for data named outside it). Unique in the dataset.
   *
   * An image inside a container is named as if the container were a folder: `shards/train-000.tar/0001.jpg` by the
   * member's name, `data/train.parquet/000012` and `train.tfrecord/000012` by the row or record counted from 0. As
   * the container is a file, nothing can lie on the disk under such a name. `container` tells the two apart.
   */
  path: string
  split: SplitName
  /** null when the data has no labels. */
  label: string | null
  /** Patient, scene, video, burst: whatever must not straddle splits. null when unknown. */
  group: string | null
  /** The row of the manifest that lists it; lines are null where the format has none (Parquet, a JSON array). */
  listed?: { manifest: string; lines: TextLines | null }
  /** For an image inside a container: that file (POSIX, relative to the project root) and the image's place in it. */
  container?: Required<ByteSource>
}

/** All samples of the project and how their splits are known. */
export interface Dataset {
  samples: Sample[]
  /** One sentence for people: `folders train/ and val/`. */
  origin: string
  /** Class folders as they stand on disk, empty ones included. */
  classFolders: ClassFolder[]
  /** The lists that the samples were taken from, and what is wrong with them. */
  manifests?: ManifestFacts[]
  /** Lists of images that cannot be used, with the reason, where nothing else tells labels. */
  unusable?: ProjectProblem[]
  /** Containers that could not be read, or not to their end. */
  problems?: ProjectProblem[]
}

/** The columns of a manifest that tell about its images; null where there is none. */
export interface ManifestColumns {
  file: string
  label: string | null
  split: string | null
  group: string | null
}

/** What is wrong with the rows of one manifest. */
export interface ManifestFacts {
  /** POSIX, relative to the project root. */
  path: string
  /** The columns that were read. */
  columns: ManifestColumns
  rows: number
  faults: RowFault[]
  /** Images in the folders of the listed ones that no row names. */
  unlisted: string[]
}

export type RowFaultKind =
  /** The row names no file. */
  | 'no-file'
  /** The file is not there. */
  | 'missing-file'
  /** An earlier row says the same of the same file. */
  | 'repeated'
  /** An earlier row gives the file another label or another side. */
  | 'contradictory'
  /** The other rows have a label. */
  | 'no-label'
  /** The label is none of the classes that the file itself names. */
  | 'unknown-label'
  /** The side is none that we know. */
  | 'unknown-split'

export interface RowFault {
  kind: RowFaultKind
  /** The row, counted from 1 without the header. */
  row: number
  /** The lines of the text that it stands on; null in formats without lines. */
  lines: TextLines | null
  /** The file, the label or the side as written; empty where there is none. */
  written: string
  /** The first line of the row, cut to 200 characters; `written` in formats without lines. */
  text: string
  /** Where another row says something else: that, as `train cat` (side, label). */
  other?: string
}

/** Lines of a text file, counted from 1, both included. */
export interface TextLines {
  from: number
  to: number
}

export interface ClassFolder {
  /** POSIX, relative to the project root. */
  path: string
  split: SplitName
  label: string
  samples: number
}
