import protobuf from 'protobufjs'
import { z } from 'zod'

/**
 * The part of TensorFlow's `Event` that scalars need, with the field numbers of event.proto, summary.proto and
 * tensor.proto (https://github.com/tensorflow/tensorflow/tree/v2.16.1/tensorflow/core). Names are protobufjs' camel case.
 */
const schema: Record<string, Record<string, readonly [type: string, id: number, rule?: string]>> = {
  Event: { step: ['int64', 2], summary: ['Summary', 5] },
  Summary: { value: ['Value', 1, 'repeated'] },
  Value: { tag: ['string', 1], simpleValue: ['float', 2], tensor: ['TensorProto', 8] },
  TensorProto: {
    dtype: ['int32', 1],
    tensorContent: ['bytes', 4],
    floatVal: ['float', 5, 'repeated'],
    doubleVal: ['double', 6, 'repeated'],
  },
}

function eventType(): protobuf.Type {
  const root = new protobuf.Root()
  for (const [name, fields] of Object.entries(schema)) {
    const type = new protobuf.Type(name)
    for (const [field, [fieldType, id, rule]] of Object.entries(fields)) {
      type.add(new protobuf.Field(field, id, fieldType, rule))
    }
    root.add(type)
  }
  return root.lookupType('Event')
}
const eventSchema = eventType()

/** A number, NaN and infinities included. */
const Real = z.custom<number>((value) => typeof value === 'number')
const Tensor = z.object({
  dtype: z.int().default(0),
  tensorContent: z.instanceof(Uint8Array).default(new Uint8Array()),
  floatVal: z.array(Real).default([]),
  doubleVal: z.array(Real).default([]),
})
const Value = z.object({
  tag: z.string().default(''),
  simpleValue: Real.exactOptional(),
  tensor: Tensor.exactOptional(),
})
const Event = z.object({
  step: Real.default(0),
  summary: z.object({ value: z.array(Value).default([]) }).default({ value: [] }),
})

export interface Scalar {
  tag: string
  step: number
  value: number
}

/**
 * The scalars of one event: `simple_value` as TensorFlow 1 and PyTorch write them, tensors of one number as
 * TensorFlow 2 does. Other summaries (images, histograms, text) are left out.
 * @throws Error when the bytes are no event
 */
export function scalarsOf(bytes: Uint8Array): Scalar[] {
  const { step, summary } = Event.parse(eventSchema.toObject(eventSchema.decode(bytes), { longs: Number }))
  return summary.value.flatMap(({ tag, simpleValue, tensor }) => {
    const value = simpleValue ?? (tensor === undefined ? null : numberIn(tensor))
    return value === null ? [] : [{ tag, step, value }]
  })
}

/** Enumeration `DataType` of types.proto. */
const FLOAT = 1
const DOUBLE = 2

function numberIn({ dtype, tensorContent, floatVal, doubleVal }: z.infer<typeof Tensor>): number | null {
  const listed = [...floatVal, ...doubleVal]
  if (listed.length === 1 && (dtype === FLOAT || dtype === DOUBLE)) return listed[0] ?? null
  const view = new DataView(tensorContent.buffer, tensorContent.byteOffset, tensorContent.byteLength)
  if (dtype === FLOAT && view.byteLength === 4) return view.getFloat32(0, true)
  if (dtype === DOUBLE && view.byteLength === 8) return view.getFloat64(0, true)
  return null
}
