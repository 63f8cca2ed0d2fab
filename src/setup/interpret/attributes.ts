import { canonical } from '../frameworks/index.ts'
import { moduleMethods } from '../frameworks/torch/modules.ts'
import type { Expression } from '../program.ts'
import { givenValues } from './arguments.ts'
import type { Machine } from './machine.ts'
import { imageKeys, sampleField } from './samples.ts'
import { settings } from './subscript.ts'
import { count, sampleKey } from './traces.ts'
import type { ArraysValue, StreamValue, TensorValue } from './values/data.ts'
import type { LayersValue, ModelTensorValue, ModelValue, OptimizerValue } from './values/networks.ts'
import type { ClassValue, InstanceValue, ListValue } from './values/program.ts'
import type { DatasetValue } from './values/torch.ts'
import { unknown, type Value } from './values/value.ts'

type Method = Extract<Value, { kind: 'method' }>

/** `object.name`: members of user objects, properties of models; anything else is a method to be called. */
export function attribute(
  object: Value,
  node: Extract<Expression, { kind: 'attribute' }>,
  machine: Machine,
): Value {
  const { name, span } = node
  const method: Method = { kind: 'method', receiver: object, receiverNode: node.object, name, span }
  switch (object.kind) {
    case 'symbol':
      if (/(^|\.)flags\.FLAGS$/.test(object.path) && machine.record.flags.has(name))
        return machine.record.flags.get(name) ?? unknown(span)
      if (separators.has(`${object.path}.${name}`)) return { kind: 'constant', value: '/', span }
      if (settings.has(object.path)) return { kind: 'unknown', span, setting: true }
      return { kind: 'symbol', path: `${object.path}.${name}`, span }
    case 'instance':
    case 'class':
      return memberOf(object, name, method, machine)
    case 'model':
      if (object.torch !== undefined) return moduleAttribute(object, name, method, machine)
      return modelProperty(object, name, span) ?? method
    case 'unknown':
      // Samples of a tfjs dataset arrive as objects of unknown shape; a path stays attached to what is read from it.
      return { ...method, receiver: object }
    default:
      return property(object, name, method) ?? method
  }
}

/** Paths are written as POSIX writes them. */
const separators: ReadonlySet<string> = new Set(['os.sep', 'os.path.sep'])

function memberOf(object: InstanceValue | ClassValue, name: string, method: Method, machine: Machine): Value {
  if (object.kind === 'class') return member(object, name, null, machine) ?? unknown(method.span)
  return (
    object.fields.get(name) ??
    member(object.class, name, object, machine) ??
    inherited(object, name, method, machine)
  )
}

/** What a value of a framework or a container tells of itself under a name; undefined where that is a method. */
function property(object: Value, name: string, method: Value): Value | undefined {
  const { span } = method
  switch (object.kind) {
    case 'dict':
      return object.entries.get(name)?.value
    case 'backbone':
      return modelProperty(object, name, span)
    case 'dataset':
      return object.columns === true ? undefined : datasetAttribute(object, name, method)
    case 'loader':
      return name === 'dataset' ? object.dataset : undefined
    case 'optimizer':
      return name === 'param_groups' ? groupsOf(object, span) : undefined
    case 'transform':
      return name === 'transforms' && object.does.kind === 'parts' ? object.does.parts : undefined
    case 'layers':
      return outputOf(object, name)
    case 'list':
      return name === 'length' ? lengthOf(object, span) : undefined
    case 'parser':
      return object.fields.get(name)
    case 'stream':
    case 'tensor':
      return samplesProperty(object, name, span)
    case 'arrays':
      return tables.has(name) ? object : samplesProperty(object, name, span)
    default:
      return undefined
  }
}

const lengthOf = ({ complete, items }: ListValue, span: Value['span']): Value => ({
  kind: 'constant',
  value: complete ? items.length : null,
  span,
})

/** Views of a table's rows. */
const tables: ReadonlySet<string> = new Set(['values', 'iloc', 'loc', 'index'])

/** What a class of the program inherits from a library is a method of that library. */
function inherited(object: InstanceValue, name: string, method: Method, machine: Machine): Value {
  if (name === 'training' && derivesFrom(object.class, /^torch\./))
    return modeOf(object, method.span, machine)
  // `super().train(mode)` in a class that has a `train` of its own acts on the object itself.
  const self = object.kind === 'instance' ? object.behind : undefined
  if (self !== undefined && machine.rows.has(`Model.${name}`) && derivesFrom(self.class, /^torch\./))
    return { ...method, receiver: self }
  const library = /^(torch\.|lightning\.|keras\.(Model|Sequential)$)/
  return derivesFrom(object.class, library) ? method : unknown(method.span)
}

/** Whether a class, or one that it extends, extends a class of a library by this name. */
export const derivesFrom = ({ bases }: ClassValue, library: RegExp): boolean =>
  bases.some((base) =>
    base.kind === 'class'
      ? derivesFrom(base, library)
      : base.kind === 'symbol' && library.test(canonical(base.path)),
  )

/** `model.fc` of a PyTorch network: its classifier, its trunk or a part of that; what the tables know is a method. */
function moduleAttribute(model: ModelValue, name: string, method: Value, machine: Machine): Value {
  const { span } = method
  if (machine.rows.has(`Model.${name}`) || moduleMethods.has(name)) return method
  if (name === 'module') return model
  if (name === 'training') return modeOf(model, span, machine)
  const head = model.torch?.head
  const part = name === head ? 'head' : name === 'features' ? 'trunk' : 'some'
  return { kind: 'submodule', of: model, part, span }
}

function modeOf(module: Value, span: Value['span'], machine: Machine): Value {
  const { training } = machine.record.trace.modeOf(module)
  return training === null ? unknown(span) : { kind: 'constant', value: training, span }
}

function datasetAttribute(dataset: DatasetValue, name: string, method: Value): Value {
  if (name === 'dataset' && dataset.base !== null) return dataset.base
  if (name !== 'transform') return unknown(method.span)
  return dataset.transform ?? { kind: 'constant', value: null, span: method.span }
}

/** `optimizer.param_groups`: writing to a group sets its rate. */
const groupsOf = (groupOf: OptimizerValue, span: Value['span']): Value => ({
  kind: 'list',
  items: [{ kind: 'dict', entries: new Map(), complete: false, groupOf, span }],
  complete: true,
  span,
})

/** A member of a class or of its bases, bound to `self` when it is a method. */
export function member(
  owner: ClassValue,
  name: string,
  self: Value | null,
  machine: Machine,
): Value | undefined {
  const own = owner.members.get(name)
  if (own !== undefined) return bound(own, owner, self, machine)
  for (const base of owner.bases) {
    const inherited = base.kind === 'class' ? member(base, name, self, machine) : undefined
    if (inherited !== undefined) return inherited
  }
  return undefined
}

function bound(own: Value, owner: ClassValue, self: Value | null, machine: Machine): Value {
  if (own.kind !== 'function' || own.binding === 'static') return own
  if (own.binding === 'class') return { ...own, self: owner }
  if (self === null) return own
  const method = { ...own, self }
  return own.binding === 'property' ? machine.callFunction(method, givenValues([]), own.span) : method
}

/**
 * What datasets, arrays and images tell of themselves: how many samples there are, and Keras' generators the labels in
 * the order of the files (keras/src/legacy/preprocessing/image.py: DirectoryIterator).
 */
function samplesProperty(
  object: StreamValue | ArraysValue | TensorValue,
  name: string,
  span: Value['span'],
): Value | undefined {
  if (object.kind === 'tensor') {
    if (name === 'shape' || name === 'dtype') return unknown(span)
    return name === 'ys' || imageKeys.includes(name) ? sampleField(object, name) : undefined
  }
  const counts = object.kind === 'stream' ? ['samples', 'n'] : ['shape', 'size']
  if (counts.includes(name)) return { ...unknown(span), trace: count(object, span) }
  if (object.kind === 'arrays' || (name !== 'classes' && name !== 'labels')) return undefined
  return { ...unknown(span), trace: { what: 'labels', of: sampleKey(object), span } }
}

/** `base.get_layer('mixed7').output`, `model.layers[-2].output`: the tensor there, with what lies before it. */
function outputOf(layers: LayersValue, name: string): Value | undefined {
  if (name !== 'output') return undefined
  if (layers.of.kind === 'backbone') return modelProperty(layers.of, name, layers.span)
  return { ...layers.of.tensor, complete: false }
}

function modelProperty(
  object: Extract<Value, { kind: 'backbone' | 'model' }>,
  name: string,
  span: Value['span'],
): Value | undefined {
  if (name === 'layers') return { kind: 'layers', of: object, from: null, to: null, single: false, span }
  if (object.kind === 'model') {
    if (name === 'output' || name === 'outputs') return object.tensor
    return name === 'input' || name === 'inputs' ? { ...object.tensor, backbone: null, head: [] } : undefined
  }
  const input: ModelTensorValue = {
    kind: 'model-tensor',
    inputSteps: [],
    backbone: null,
    head: [],
    complete: true,
    span,
  }
  if (name === 'input' || name === 'inputs') return input
  if (name !== 'output' && name !== 'outputs') return undefined
  // `VGG16(input_tensor=x)`: the network stands behind what made x.
  const given = object.arguments.values.get('input_tensor')?.value
  const before = given?.kind === 'model-tensor' && given.backbone === null ? given : input
  return { ...before, backbone: { value: object, training: null, argument: null } }
}
