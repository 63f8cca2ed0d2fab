import path from 'node:path'
import { type Feature, featuresOf } from '../../containers/example.ts'
import { readRecords } from '../../containers/tfrecord-records.ts'
import type { BytesPart, Sample } from '../../model/dataset.ts'
import { nameLabel } from '../class-list.ts'
import { plain, usualColumns } from '../manifest/column-names.ts'
import { splitOfFolder } from '../split-names.ts'
import { type Contained, type ContainerOptions, isImage, numbered } from './contained.ts'

/** Usual names of the image and of the class, most telling first, as `plain` writes them: TF-Slim, TFDS, Kaggle. */
const imageNames = [
  'imageencoded',
  'encodedimage',
  'image',
  'imagebytes',
  'imageraw',
  'img',
  'jpeg',
  'png',
  'encoded',
  'x',
]
const labelNames = [
  'imageclasstext',
  'classtext',
  'labeltext',
  'imageclasslabel',
  'imagelabel',
  ...usualColumns.label,
]

/** A record of more than this is no photo and its label. Bytes. */
const largestRecord = 256 << 20

/**
 * The images of a TFRecord file of `tf.train.Example`s: the feature with a usual name that holds an encoded image,
 * and the feature that names or numbers its class. Checksums are verified.
 */
export async function readTFRecord(options: ContainerOptions): Promise<Contained> {
  const { root, file, signal } = options
  const samples: Sample[] = []
  let record = 0
  let without = 0
  for await (const item of readRecords(path.resolve(root, file), largestRecord)) {
    signal?.throwIfAborted()
    if ('reason' in item) return { samples, problem: item.reason }
    const sample = item.data === null ? null : sampleOf(item.data, item.part, record, options)
    if (sample === null) without += 1
    else samples.push(sample)
    record += 1
  }
  const some = without > 0 && samples.length > 0
  return { samples, problem: some ? `${without} of ${record} records hold no encoded image` : null }
}

function sampleOf(
  data: Uint8Array,
  part: BytesPart,
  record: number,
  options: ContainerOptions,
): Sample | null {
  const { file, split, columns, classes } = options
  let features: Map<string, Feature>
  try {
    features = featuresOf(data)
  } catch {
    return null
  }
  const image = imageIn(features, columns.file)
  if (image === null) return null
  const side = textIn(features, columns.split, usualColumns.split)
  return {
    path: numbered(file, record),
    split: (side === null ? null : splitOfFolder(side)) ?? split,
    label: nameLabel(textIn(features, columns.label, labelNames), classes),
    group: textIn(features, columns.group, usualColumns.group),
    container: {
      path: file,
      part: { ...part, offset: part.offset + image.offset, length: image.bytes.length },
    },
  }
}

function imageIn(features: ReadonlyMap<string, Feature>, named: string | undefined) {
  const order = (name: string) => {
    const place = imageNames.indexOf(plain(name))
    return place === -1 ? imageNames.length : place
  }
  const candidates = [...features]
    .filter(([name]) => (named === undefined ? !/mask|segmentation|depth/i.test(name) : name === named))
    .sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
  for (const [, feature] of candidates) {
    const [value, ...others] = feature.kind === 'bytes' ? feature.values : []
    if (value !== undefined && others.length === 0 && isImage(value.bytes)) return value
  }
  return null
}

/** The only value of a feature, as text; an empty one is none. */
function textIn(
  features: ReadonlyMap<string, Feature>,
  named: string | undefined,
  usual: readonly string[],
): string | null {
  const names =
    named === undefined
      ? usual.flatMap((one) => [...features.keys()].filter((key) => plain(key) === one))
      : [named]
  for (const name of names) {
    const feature = features.get(name)
    if (feature?.values.length !== 1) continue
    const [value] = feature.values
    const text = typeof value === 'object' ? Buffer.from(value.bytes).toString('utf8') : String(value)
    if (text !== '' && text.length <= 200) return text
  }
  return null
}
