import protobuf from 'protobufjs'

/**
 * The part of ONNX's protobuf schema that a feed-forward network needs, with the field numbers of
 * https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto. Field names are protobufjs' camel case.
 */
const schema = {
  ModelProto: {
    irVersion: ['int64', 1],
    producerName: ['string', 2],
    graph: ['GraphProto', 7],
    opsetImport: ['OperatorSetIdProto', 8, 'repeated'],
  },
  OperatorSetIdProto: { domain: ['string', 1], version: ['int64', 2] },
  GraphProto: {
    node: ['NodeProto', 1, 'repeated'],
    name: ['string', 2],
    initializer: ['TensorProto', 5, 'repeated'],
    input: ['ValueInfoProto', 11, 'repeated'],
    output: ['ValueInfoProto', 12, 'repeated'],
  },
  NodeProto: {
    input: ['string', 1, 'repeated'],
    output: ['string', 2, 'repeated'],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['AttributeProto', 5, 'repeated'],
  },
  AttributeProto: {
    name: ['string', 1],
    i: ['int64', 3],
    s: ['bytes', 4],
    ints: ['int64', 8, 'repeated'],
    type: ['int32', 20],
  },
  TensorProto: {
    dims: ['int64', 1, 'repeated'],
    dataType: ['int32', 2],
    name: ['string', 8],
    rawData: ['bytes', 9],
  },
  ValueInfoProto: { name: ['string', 1], type: ['TypeProto', 2] },
  TypeProto: { tensorType: ['TensorTypeProto', 1] },
  TensorTypeProto: { elemType: ['int32', 1], shape: ['TensorShapeProto', 2] },
  TensorShapeProto: { dim: ['DimensionProto', 1, 'repeated'] },
  DimensionProto: { dimValue: ['int64', 1], dimParam: ['string', 2] },
} as const

/** Encodes a `ModelProto` given as a plain object. Throws when it does not fit the schema. */
export function encodeModel(model: Record<string, unknown>): Uint8Array {
  const root = new protobuf.Root()
  for (const [name, fields] of Object.entries(schema)) {
    const type = new protobuf.Type(name)
    for (const [field, [fieldType, id, rule]] of Object.entries<readonly [string, number, string?]>(fields)) {
      type.add(new protobuf.Field(field, id, fieldType, rule))
    }
    root.add(type)
  }
  const type = root.lookupType('ModelProto')
  const problem = type.verify(model)
  if (problem !== null) throw new Error(`not an ONNX model: ${problem}`)
  return type.encode(type.create(model)).finish()
}
