import type { Span } from '../../../model/span.ts'
import type { Expression } from '../../program.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, stringOf } from '../read-value.ts'
import { orderOf } from '../rounds.ts'
import { linesOf, sourceText } from '../source-texts.ts'
import { mayHaveLearned, placeOf } from '../statistics.ts'
import { changeTrainable } from '../targets.ts'
import { sampleKey } from '../traces.ts'
import type { StreamValue } from '../values/data.ts'
import type { ModelValue } from '../values/networks.ts'
import { unknown, type Value } from '../values/value.ts'
import { behindTrunk, featuresIn, featuresOf } from './features.ts'
import { holdOut, toStream } from './fit-data.ts'
import { formOf } from './label-mode.ts'
import { appended } from './models.ts'

const modelOf = (call: LibraryCall): ModelValue | null =>
  call.receiver?.kind === 'model' ? call.receiver : null

/** `model.compile(...)`: what the following fits train with. */
export function compile(call: LibraryCall, machine: Machine): Value {
  const model = modelOf(call)
  const { span } = call
  const lines = span.line === span.endLine ? undefined : linesOf(span, machine)
  const compiled = {
    arguments: bind(call.row, call.arguments),
    span,
    order: machine.record.next(),
    ...(lines === undefined ? {} : { text: sourceText(lines, span) }),
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
  if (model === null && given?.kind !== 'stream' && !looksLikeTraining) return fitUnknown(call, machine)
  if (model !== null) behindTrunk(model, featuresIn(given), machine)
  const whole = withLabels(toStream(given, machine), argumentValue(bound, 'y'), machine)
  nameData(whole, nodeOf(call, data), machine)
  const validation = toStream(argumentValue(bound, 'validation_data', 'validationData'), machine)
  nameData(validation, nodeOf(call, 'validation_data', 'validationData'), machine)
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

/** Arrays of images with the labels that are given beside them, where their form is known. */
function withLabels(
  stream: StreamValue | null,
  labels: Value | undefined,
  machine: Machine,
): StreamValue | null {
  const form = formOf(labels)
  const { ordered } = orderOf(labels === undefined ? [] : [labels])
  if (stream === null || (form.labels === undefined && ordered === undefined)) return stream
  const sorted = ordered === undefined ? {} : { sorted: ordered }
  return machine.record.addStream({ ...stream, ...form, ...sorted }, stream)
}

/** The argument of one of these names as it is written; the first one where the call has no names. */
function nodeOf({ arguments: given, row }: LibraryCall, ...names: (string | undefined)[]): Expression | null {
  const named = names.map((name) => given.keyword.get(name ?? '')?.node).find((node) => node != null)
  return named ?? given.positional[row.parameters.findIndex((name) => names.includes(name))]?.node ?? null
}

/** Arrays are known by the variable that holds them: `x_val` of `(x_val, y_val)`. */
export function nameData(stream: StreamValue | null, node: Expression | null, machine: Machine): void {
  if (stream === null || node === null || machine.record.names.has(stream)) return
  const first = node.kind === 'tuple' || node.kind === 'list' ? node.items[0] : node
  if (first?.kind === 'name') machine.record.names.set(stream, first.name)
}

/** `self.datagen.fit(x)` of something that we do not know: perhaps an augmenter that learns. */
function fitUnknown(call: LibraryCall, machine: Machine): Value {
  for (const one of machine.record.statistics) mayHaveLearned(one, call.span)
  return call.receiver ?? unknown(call.span)
}

/** `model.evaluate(data)`, `model.predict(data)`. */
export function evaluateModel(call: LibraryCall, how: 'evaluate' | 'predict', machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const [data] = call.row.parameters
  const given = data === undefined ? undefined : argumentValue(bound, data)
  const features = how === 'predict' ? featuresOf(call, given, machine) : undefined
  if (features !== undefined) return features
  const holdsSamples = given?.kind === 'stream' || (how === 'evaluate' && given !== undefined)
  const stream = holdsSamples ? toStream(given, machine) : null
  if (stream === null) return unknown(call.span)
  nameData(stream, nodeOf(call, data), machine)
  machine.record.uses.push({
    stream,
    how,
    ...(isRepeated(stream, call.span, machine) ? { repeated: true } : {}),
    span: call.span,
  })
  const trace = { what: 'predictions' as const, of: sampleKey(stream), span: call.span }
  return how === 'predict' ? { ...unknown(call.span), trace } : unknown(call.span)
}

/** In a comprehension, or in a loop that neither trains nor makes the dataset anew. */
function isRepeated(stream: StreamValue, at: Span, { record, looping }: Machine): boolean {
  const last = record.uses.at(-1)
  if (last?.stream === stream && placeOf(last.span) === placeOf(at)) return true
  if (looping > record.trace.loops.length) return true
  const loop = record.trace.loops.at(-1)
  if (loop === undefined || loop.start < (record.fits.at(-1)?.order ?? 0)) return false
  const { span } = loop
  const inside = stream.span.path === span.path && stream.span.cell === span.cell
  return !(inside && stream.span.line >= span.line && stream.span.line <= span.endLine)
}

/** `model.add(layer)`, `layer.freeze()` and the like. */
export function freeze(call: LibraryCall, value: boolean, machine: Machine): Value {
  if (call.receiver !== null)
    changeTrainable(call.receiver, { kind: 'constant', value, span: call.span }, call, machine)
  return unknown(call.span)
}

/** Files in which Keras publishes the weights of its networks. */
const published = /_weights_tf_dim_ordering_tf_kernels(_notop)?\.h5$/

/**
 * `model.load_weights(path)`: what it was made with no longer counts. A published file has the weights that the
 * network's constructor would have loaded.
 */
export function loadWeights(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  for (const one of machine.record.statistics) mayHaveLearned(one, span)
  const path = argumentValue(bind(call.row, call.arguments), 'filepath')
  if (receiver?.kind === 'backbone' && path !== undefined && published.test(stringOf(path) ?? '')) {
    receiver.weights = path
    return unknown(span)
  }
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
