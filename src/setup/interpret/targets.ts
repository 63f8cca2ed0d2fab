import type { TrainableChange } from '../../model/network.ts'
import type { Read } from '../../model/span.ts'
import type { Target } from '../program.ts'
import { extend } from './containers.ts'
import { setEntry } from './dicts.ts'
import { replaceHead } from './effects/torch/networks.ts'
import { withExpression } from './files/calls.ts'
import { itemOf } from './files/each.ts'
import { changeItem } from './files/items.ts'
import type { Machine } from './machine.ts'
import { numberOf, plain } from './read-value.ts'
import { sampleField } from './samples.ts'
import { learn } from './statistics.ts'
import { isSubclassed, modelOf } from './subclassed.ts'
import { assignTorch } from './torch-targets.ts'
import type { ArraysValue, TensorValue } from './values/data.ts'
import type { LayersValue, ModelTensorValue } from './values/networks.ts'
import type { DictValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** Writes a value to a name, a field, an entry, or takes it apart over a tuple or record. */
export function assignTo(target: Target, value: Value, scope: Scope, machine: Machine): void {
  switch (target.kind) {
    case 'name':
      if (isNamed(value)) machine.record.names.set(value, target.name)
      scope.write(target.name, value)
      return
    case 'attribute':
      assignField(machine.evaluate(target.object, scope), target, value, machine)
      return
    case 'subscript':
      assignAt(target, value, scope, machine)
      return
    case 'tuple':
      for (const [index, item] of target.items.entries()) assignItem(item, index, value, scope, machine)
      return
    case 'record':
      for (const entry of target.entries) assignTo(entry.target, fieldOf(value, entry.key), scope, machine)
      return
    case 'star':
      assignTo(target.target, value, scope, machine)
  }
}

/** Datasets are known by the variable that holds them. */
const isNamed = ({ kind }: Value) => kind === 'stream' || kind === 'loader'

/** `object[index] = value`. */
function assignAt(
  target: Extract<Target, { kind: 'subscript' }>,
  value: Value,
  scope: Scope,
  machine: Machine,
): void {
  const object = machine.evaluate(target.object, scope)
  const index = machine.evaluate(target.index, scope)
  changeItem(object, index, value, machine)
  if (object.kind === 'submodule' && object.part === 'head') replaceHead(object.of, value)
  else if (object.kind === 'dict') assignEntry(object, plain(index), value, machine)
  else if (object.kind === 'list') {
    object.complete = false
    extend(object, [value])
  } else if (target.object.kind === 'name' && (object.kind === 'tensor' || object.kind === 'arrays'))
    scope.write(target.object.name, partlyWritten(object, value, target))
}

/** An entry of a dict; the rate of an optimizer's group of parameters is one, too. */
function assignEntry(dict: DictValue, key: unknown, value: Value, machine: Machine): void {
  if (dict.groupOf !== undefined && key === 'lr') machine.record.trace.adjusted.add(dict.groupOf)
  if (key === undefined) dict.complete = false
  else setEntry(dict, String(key), { value, span: value.span }, machine)
}

/**
 * `x[i] = f(x[i])` in a loop does to every image what f does to one; writing one plane or one image alone
 * (`x[..., 0] -= 103.9`) makes something that we do not follow.
 */
function partlyWritten(
  object: TensorValue | ArraysValue,
  value: Value,
  { index, span }: Extract<Target, { kind: 'subscript' }>,
): TensorValue | ArraysValue {
  const { steps } = object
  const everywhere = index.kind === 'name'
  if (everywhere && value.kind === object.kind && steps.every((step, index) => value.steps[index] === step))
    return { ...object, steps: value.steps }
  return { ...object, steps: [...steps, { kind: 'opaque', name: 'assignment', span, removal: null }] }
}

function assignItem(item: Target, index: number, value: Value, scope: Scope, machine: Machine): void {
  if (item.kind === 'star') {
    const rest = value.kind === 'list' ? { ...value, items: value.items.slice(index) } : unknown(value.span)
    assignTo(item.target, rest, scope, machine)
    return
  }
  const own = value.kind === 'list' ? value.items[index] : undefined
  const path = value.kind === 'unknown' ? { ...value } : undefined
  const part = own ?? path ?? unknown(value.span)
  const whole = machine.record.files.asWhole(value)
  // What stands for the rows of a list is one of them: another round has another constant.
  const any = whole !== undefined && part.kind === 'constant' ? unknown(part.span) : part
  assignTo(item, withExpression(any, whole && itemOf(whole, index), machine), scope, machine)
}

function fieldOf(value: Value, key: string): Value {
  if (value.kind === 'dict') return value.entries.get(key)?.value ?? unknown(value.span)
  if (value.kind === 'instance') return value.fields.get(key) ?? unknown(value.span)
  if (value.kind === 'tensor') return sampleField(value, key)
  return value.kind === 'unknown' ? value : unknown(value.span)
}

function assignField(
  object: Value,
  target: Extract<Target, { kind: 'attribute' }>,
  value: Value,
  machine: Machine,
): void {
  if (target.name === 'trainable') {
    changeTrainable(object, value, target, machine)
    return
  }
  // `datagen.mean = ...`: statistics given by hand.
  if (object.kind === 'augmenter') learn(object.statistics, undefined, target.span)
  if (assignTorch(object, target, value, machine)) return
  if (object.kind === 'instance') {
    if (isNamed(value)) machine.record.names.set(value, target.name)
    object.fields.set(target.name, value)
  }
  if (object.kind === 'dict') setEntry(object, target.name, { value, span: value.span }, machine)
}

/** `x.trainable = value` in the record of the model or backbone that x belongs to. */
export function changeTrainable(
  written: Value,
  value: Value,
  { span }: { span: Value['span'] },
  machine: Machine,
): void {
  const object = isSubclassed(written) ? modelOf(written, machine) : written
  const order = machine.record.next()
  const read: Read<boolean> =
    value.kind === 'constant' && typeof value.value === 'boolean'
      ? { from: 'code', value: value.value, span: value.span }
      : { from: 'unknown', value: null, span: value.span }
  const add = (of: Value, change: Pick<TrainableChange, 'target' | 'from' | 'to'>) =>
    machine.record.trainable.push({ of, change: { value: read, order, span, ...change } })
  if (object.kind === 'layers' && value.kind === 'unknown' && value.varies === true) {
    // A flag that flips on the way: some layers are set to learn, others are not, and which is not followed.
    for (const one of [true, false]) {
      const flag: Read<boolean> = { from: 'code', value: one, span: value.span }
      const target = reachesTrunk(object) || isWholeNetwork(object) ? 'some' : 'other'
      machine.record.trainable.push({ of: object.of, change: { value: flag, target, order, span } })
    }
    return
  }
  if (object.kind === 'backbone') add(object, { target: 'backbone' })
  else if (object.kind === 'model') add(object, { target: 'model' })
  else if (object.kind === 'layers') add(object.of, layersChange(object, machine))
  else if (object.kind === 'layer') add(object, { target: 'other' })
}

function layersChange(
  layers: LayersValue,
  machine: Machine,
): Pick<TrainableChange, 'target' | 'from' | 'to'> {
  // Under a test that we cannot decide (`if 'conv' in layer.name`), which layers are meant is not known.
  if (machine.undecided > 0)
    return { target: layers.undecided === 0 && reachesTrunk(layers) ? 'some' : 'other' }
  if (layers.of.kind === 'model' && isAll(layers)) return { target: 'backbone' }
  if (layers.of.kind === 'model' && layers.of.sequential)
    return { target: holdsBackbone(layers, layers.of.tensor) ? 'backbone' : 'other' }
  const flat = layers.of.kind === 'backbone' || layers.of.tensor.backbone?.argument === null
  if (!flat) return { target: 'other' }
  const bound = (value: Value | null): Read<number | null> => {
    if (value === null) return { from: 'default', value: null }
    const number = numberOf(value)
    return number === undefined
      ? { from: 'unknown', value: null, span: value.span }
      : { from: 'code', value: number, span: value.span }
  }
  return { target: 'layers', from: bound(layers.from), to: bound(layers.to) }
}

/** Whether layers of the trunk are among them for sure: of the trunk alone, or more from the end than the head has. */
function reachesTrunk({ of, from, to }: LayersValue): boolean {
  if (of.kind === 'backbone') return true
  const first = from === null ? undefined : numberOf(from)
  const flat = of.tensor.backbone?.argument === null && of.tensor.complete
  return flat && to === null && first !== undefined && -first > of.tensor.head.length
}

/** All layers of a model that is made of those of its trunk. */
const isWholeNetwork = (layers: LayersValue): boolean =>
  layers.of.kind === 'model' &&
  isAll(layers) &&
  layers.of.tensor.backbone?.argument === null &&
  !layers.of.sequential

const isAll = ({ from, to }: LayersValue) => to === null && (from === null || numberOf(from) === 0)

/** Whether a slice of a sequential model's layers holds the backbone, which is one layer among them. */
function holdsBackbone({ from, to }: LayersValue, tensor: ModelTensorValue): boolean {
  const behind = tensor.head.length
  const at = tensor.inputSteps.length
  const place = (bound: Value | null, open: number) => {
    const number = bound === null ? open : numberOf(bound)
    return number !== undefined && number < 0 ? number + at + 1 + behind : number
  }
  const [first, end] = [place(from, 0), place(to, at + 1 + behind)]
  return tensor.backbone !== null && first !== undefined && end !== undefined && first <= at && at < end
}
