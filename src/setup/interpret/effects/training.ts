import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue } from '../read-value.ts'
import { changeTrainable } from '../targets.ts'
import { type ModelValue, unknown, type Value } from '../values.ts'
import { holdOut, toStream } from './fit-data.ts'
import { appended } from './models.ts'

const modelOf = (call: LibraryCall): ModelValue | null =>
  call.receiver?.kind === 'model' ? call.receiver : null

/** `model.compile(...)`: what the following fits train with. */
export function compile(call: LibraryCall, machine: Machine): Value {
  const model = modelOf(call)
  const compiled = {
    arguments: bind(call.row, call.arguments),
    span: call.span,
    order: machine.record.next(),
  }
  if (model !== null) model.compiled = compiled
  return unknown(call.span)
}

/** `model.fit(...)` or a method of that name on something unknown that is given data: a training run. */
export function fit(call: LibraryCall, machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const { span } = call
  const model = modelOf(call)
  const [data] = call.row.parameters
  const given = data === undefined ? undefined : argumentValue(bound, data)
  const looksLikeTraining =
    bound.values.has('epochs') || bound.values.has('validation_data') || bound.values.has('validationData')
  if (model === null && given?.kind !== 'stream' && !looksLikeTraining) return fitAugmenter(call)
  const whole = toStream(given, machine)
  const validation = toStream(argumentValue(bound, 'validation_data', 'validationData'), machine)
  const share = argument(bound, 'validation_split', 'validationSplit')
  const sides = validation === null ? holdOut(whole, share, machine) : null
  machine.record.fits.push({
    model,
    train: sides?.train ?? whole,
    validation: sides?.validation ?? validation,
    arguments: bound,
    compiled: model?.compiled ?? null,
    order: machine.record.next(),
    span,
  })
  return unknown(span)
}

/** `datagen.fit(x)` and scalers: the receiver is fitted. */
const fitAugmenter = (call: LibraryCall): Value => call.receiver ?? unknown(call.span)

/** `model.evaluate(data)`, `model.predict(data)`. */
export function evaluateModel(call: LibraryCall, how: 'evaluate' | 'predict', machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const [data] = call.row.parameters
  const given = data === undefined ? undefined : argumentValue(bound, data)
  const holdsSamples = given?.kind === 'stream' || (how === 'evaluate' && given !== undefined)
  const stream = holdsSamples ? toStream(given, machine) : null
  if (stream !== null) machine.record.uses.push({ stream, how, span: call.span })
  return unknown(call.span)
}

/** `model.add(layer)`, `layer.freeze()` and the like. */
export function freeze(call: LibraryCall, value: boolean, machine: Machine): Value {
  if (call.receiver !== null)
    changeTrainable(call.receiver, { kind: 'constant', value, span: call.span }, call, machine)
  return unknown(call.span)
}

/** `model.load_weights(path)`: what it was made with no longer counts. */
export function loadWeights(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  if (receiver !== null) machine.record.weightsLoaded.push({ of: receiver, order: machine.record.next() })
  return unknown(span)
}

/** `model.add(layer)` of a sequential model. */
export function addLayer(call: LibraryCall): Value {
  const model = modelOf(call)
  const layer = call.arguments.positional[0]?.value
  if (model !== null && layer !== undefined) model.tensor = appended(model.tensor, layer, model.span)
  return unknown(call.span)
}
