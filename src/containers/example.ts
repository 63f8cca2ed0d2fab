import protobuf from 'protobufjs'

/** A value list of a `tf.train.Feature`; bytes by their place, since images need not be copied. */
export type Feature =
  | { kind: 'bytes'; values: { offset: number; bytes: Uint8Array }[] }
  | { kind: 'number'; values: number[] }

/**
 * The features of a serialised `tf.train.Example`, read by hand so that the place of each value is known
 * (https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/core/example/feature.proto).
 * @throws Error when the bytes are no Example
 */
export function featuresOf(record: Uint8Array): Map<string, Feature> {
  const features = new Map<string, Feature>()
  eachField(record, 0, record.length, (field, at) => {
    // Example.features, then the entries of the map Features.feature.
    if (field !== 1) return
    eachField(record, at.from, at.to, (_, entry) => {
      let name = ''
      let feature: Feature | null = null
      eachField(record, entry.from, entry.to, (key, value) => {
        if (key === 1) name = Buffer.from(record.subarray(value.from, value.to)).toString('utf8')
        else if (key === 2) feature = featureIn(record, value)
      })
      if (feature !== null) features.set(name, feature)
    })
  })
  return features
}

interface Range {
  from: number
  to: number
}

/** Calls back with each length-delimited field of a message between two places; others are passed over. */
function eachField(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (field: number, at: Range) => void,
): void {
  const reader = protobuf.Reader.create(bytes.subarray(0, to))
  reader.pos = from
  while (reader.pos < to) {
    const tag = reader.uint32()
    if ((tag & 7) !== 2) {
      reader.skipType(tag & 7)
      continue
    }
    const length = reader.uint32()
    const begin = reader.pos
    reader.skip(length)
    visit(tag >>> 3, { from: begin, to: begin + length })
  }
}

/** Feature: bytes_list 1, float_list 2, int64_list 3; each list has one repeated field `value`. */
function featureIn(record: Uint8Array, { from, to }: Range): Feature | null {
  let feature: Feature | null = null
  eachField(record, from, to, (kind, list) => {
    if (kind === 1) {
      const values: { offset: number; bytes: Uint8Array }[] = []
      eachField(record, list.from, list.to, (_, at) =>
        values.push({ offset: at.from, bytes: record.subarray(at.from, at.to) }),
      )
      feature = { kind: 'bytes', values }
    } else if (kind === 2 || kind === 3)
      feature = { kind: 'number', values: numbersIn(record, list, kind === 2) }
  })
  return feature
}

/** Packed or not, as proto2 and proto3 writers do. */
function numbersIn(record: Uint8Array, { from, to }: Range, floats: boolean): number[] {
  const reader = protobuf.Reader.create(record.subarray(0, to))
  reader.pos = from
  const values: number[] = []
  const one = () => (floats ? reader.float() : Number(reader.int64()))
  while (reader.pos < to) {
    if ((reader.uint32() & 7) !== 2) values.push(one())
    else for (const end = reader.uint32() + reader.pos; reader.pos < end; ) values.push(one())
  }
  return values
}
