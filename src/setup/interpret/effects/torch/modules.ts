import type { Span } from '../../../../model/span.ts'
import { bind } from '../../arguments.ts'
import { derivesFrom, member } from '../../attributes.ts'
import type { Evaluated, LibraryCall, Machine } from '../../machine.ts'
import { behindUnknown, modelTensorIn } from '../../model-tensors.ts'
import { argumentValue, booleanOf } from '../../read-value.ts'
import type { Recorder } from '../../recorder.ts'
import type { LayerValue, ModelTensorValue, ModelValue } from '../../values/networks.ts'
import type { InstanceValue } from '../../values/program.ts'
import type { SubmoduleValue } from '../../values/torch.ts'
import { unknown, type Value } from '../../values/value.ts'
import { emptyTensor, onModelTensor } from '../layers.ts'
import { imageOf } from '../sources.ts'
import { streamOfBatch } from './loaders.ts'

export type Module = ModelValue | InstanceValue | LayerValue | SubmoduleValue

/** A PyTorch module: of the library, or of a class of the program. */
export function isModule(value: Value): value is Module {
  if (value.kind === 'model') return value.torch !== undefined
  if (value.kind === 'layer') return value.row.names.some((name) => name.startsWith('torch.'))
  if (value.kind === 'submodule') return true
  return value.kind === 'instance' && derivesFrom(value.class, /^(torch\.nn\.|lightning\.)/)
}

/**
 * `model(images)`: the program's own `forward` is run on a symbolic tensor, so that what comes out knows the layers
 * it went through. Outside of another forward this is what a loop does with its batch.
 */
export function callModule(module: Module, given: Evaluated, span: Span, machine: Machine): Value {
  const { trace } = machine.record
  const values = given.positional
    .map((one) => one.value)
    .concat([...given.keyword.values()].map((one) => one.value))
  const image = values.map(imageOf).find((one) => one !== undefined)
  if (
    image !== undefined &&
    image.of?.loader === undefined &&
    trace.forward === 0 &&
    module.kind === 'instance'
  )
    return run(module, given, span, machine)
  if (module.kind === 'submodule' && values.length === 0) return unknown(span)
  const symbolic = modelTensorIn(values)
  if (trace.forward > 0) {
    // A part that `forward` runs in `torch.no_grad()` learns nothing, whatever its parameters say.
    const cutOff = trace.gradients === false && trace.gradientsAround !== false
    return cutOff && symbolic !== undefined
      ? behindUnknown(symbolic, 'no_grad', span)
      : through(module, symbolic ?? null, given, span, machine)
  }
  if (image !== undefined) meetBatch(image, machine)
  const { gradients } = trace
  const mode = trace.modeOf(module.kind === 'submodule' ? module.of : module)
  trace.forward += 1
  trace.gradientsAround = gradients
  let result: Value
  try {
    result = through(module, symbolic ?? emptyTensor(span, true), given, span, machine)
  } finally {
    trace.forward -= 1
  }
  const tensor = modelTensorIn([result]) ?? null
  machine.record.happen(machine, { kind: 'forward', module, tensor, mode, gradients }, span)
  return result.kind === 'model-tensor' && image !== undefined ? { ...result, batch: image } : result
}

/** What the loop does to the batch before the model gets it belongs to the stream. */
function meetBatch(image: Parameters<typeof streamOfBatch>[0], machine: Machine): void {
  const stream = streamOfBatch(image, machine)
  if (stream === null) return
  const loop = machine.record.trace.loops.findLast((one) => one.loader === image.of?.loader)
  if (loop !== undefined) loop.stream = stream
}

function through(
  module: Module,
  input: ModelTensorValue | null,
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value {
  if (module.kind === 'instance')
    return run(module, input === null ? given : withInput(given, input), span, machine)
  if (input === null) return unknown(span)
  if (module.kind === 'submodule') return throughPart(module, input, span)
  return onModelTensor(module, input, { training: null, argument: null }, span)
}

/** A part of a network stands for its backbone, of which we then do not know all. */
function throughPart({ of, part }: SubmoduleValue, input: ModelTensorValue, span: Span): ModelTensorValue {
  const { backbone } = of.tensor
  const complete = input.complete && part === 'trunk' && input.backbone === null
  return { ...input, backbone: input.backbone ?? (part === 'head' ? null : backbone), complete, span }
}

function withInput(given: Evaluated, input: ModelTensorValue): Evaluated {
  const holds = given.positional.some(({ value }) => value.kind === 'model-tensor')
  if (holds) return given
  const [first, ...others] = given.positional
  if (first !== undefined) return { ...given, positional: [{ ...first, value: input }, ...others] }
  const keyword = new Map(
    [...given.keyword].map(([name, one], index) => [name, index === 0 ? { ...one, value: input } : one]),
  )
  return { ...given, keyword }
}

function run(module: InstanceValue, given: Evaluated, span: Span, machine: Machine): Value {
  for (const name of ['__call__', 'forward']) {
    const found = member(module.class, name, module, machine)
    if (found?.kind === 'function') return machine.callFunction(found, given, span)
  }
  return unknown(span)
}

/** `model.train()`, `model.train(False)`, `model.eval()`, `nn.Module.train(self, mode)`. */
export function setMode(call: LibraryCall, training: boolean, machine: Machine): Value {
  const { span } = call
  const bound = bind(call.row, call.arguments)
  const receiver = call.receiver ?? argumentValue(bound, 'self')
  if (receiver === undefined) return unknown(span)
  const given = training ? argumentValue(bound, 'mode') : undefined
  const mode = given === undefined ? training : (booleanOf(given) ?? null)
  // One part in another mode (`model.bn1.eval()`) leaves that of the whole as it is.
  if (isModule(receiver) && receiver.kind !== 'submodule') setModes(receiver, mode, span, machine)
  return receiver
}

/** Sets the mode of a module and of all modules in it. */
export function setModes(module: Module, training: boolean | null, span: Span, machine: Machine): void {
  const order = machine.record.next()
  for (const one of modulesIn(module, machine.record))
    machine.record.trace.modes.set(one, { training, order, span })
}

function modulesIn(value: Value, record: Recorder, depth = 0): Module[] {
  if (depth > 8) return []
  const inside = (values: Iterable<Value>) => [...values].flatMap((one) => modulesIn(one, record, depth + 1))
  if (value.kind === 'list') return inside(value.items)
  if (value.kind === 'dict') return inside([...value.entries.values()].map((entry) => entry.value))
  if (!isModule(value)) return []
  if (value.kind === 'instance') return [value, ...inside(value.fields.values())]
  return value.kind === 'model' ? [value, ...inside(record.trace.parts.get(value) ?? [])] : [value]
}

/**
 * Whether a module acts differently in training mode: batch normalisation, dropout. Null where parts of it are not
 * known.
 */
export function isModal(value: Value, record: Recorder, depth = 0): boolean | null {
  if (depth > 8) return null
  switch (value.kind) {
    case 'layer': {
      const { meaning } = value.row
      return meaning.kind === 'layer' && (meaning.layer === 'dropout' || meaning.layer === 'batch-norm')
    }
    case 'model': {
      if (value.torch?.modal != null) return value.torch.modal
      const parts = record.trace.parts.get(value) ?? value.tensor.head.map(({ layer }) => layer)
      return anyOf(parts.map((part) => isModal(part, record, depth + 1)))
    }
    case 'instance': {
      const fields = [...value.fields.values()].map((field) => isModal(field, record, depth + 1))
      return anyOf(fields)
    }
    case 'list':
      return anyOf([
        ...value.items.map((item) => isModal(item, record, depth + 1)),
        value.complete ? false : null,
      ])
    case 'layers':
      return isModal(value.of, record, depth + 1)
    case 'dict':
      return anyOf([...value.entries.values()].map((entry) => isModal(entry.value, record, depth + 1)))
    case 'unknown':
    case 'symbol':
      return null
    default:
      return false
  }
}

function anyOf(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(true)) return true
  return parts.includes(null) ? null : false
}
