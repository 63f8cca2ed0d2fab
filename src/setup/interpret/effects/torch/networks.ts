import type { Span } from '../../../../model/span.ts'
import type { Wanted } from '../../../frameworks/table.ts'
import type { Network, TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import { transformsInput, withoutTransformedInput } from '../../../frameworks/torch/networks.ts'
import { timmNetwork } from '../../../frameworks/torch/timm.ts'
import { bind } from '../../arguments.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argumentValue, booleanOf, stringOf } from '../../read-value.ts'
import type { BackboneValue, ModelTensorValue, ModelValue } from '../../values/networks.ts'
import type { Bound, Value } from '../../values/value.ts'
import { emptyTensor } from '../layers.ts'
import { appended } from '../models.ts'
import { composed } from './transforms.ts'

/** `models.resnet50(weights=...)`: a backbone with a classifier that can be given another. */
export function makeNetwork(
  call: LibraryCall,
  { network }: Extract<TorchMeaning, { kind: 'network' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  const weights = weightsOf(bound, 'weights', call.span)
  const raw =
    transformsInput.has(network.name) && booleanOf(argumentValue(bound, 'transform_input')) === false
  const wants = raw ? withoutTransformedInput : network.wants
  return networkModel({ ...network, wants }, { bound, weights, module: 'torchvision.models' }, call, machine)
}

/** `timm.create_model('resnet50', pretrained=True)`. */
export function makeNamedNetwork(
  call: LibraryCall,
  { library, parameter }: Extract<TorchMeaning, { kind: 'named-network' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  const name = stringOf(argumentValue(bound, parameter))
  if (library === 'timm') {
    // Which one it is, the prompt says; with its classifier made to measure nothing of it is replaced later.
    if (name === undefined && !bound.values.has('num_classes')) return { kind: 'unknown', span: call.span }
    const network = name === undefined ? anyNetwork : timmNetwork(name)
    const weights = weightsOf(bound, 'pretrained', call.span)
    return networkModel(network, { bound, weights, module: 'timm' }, call, machine)
  }
  if (name === undefined) return { kind: 'unknown', span: call.span }
  const row = machine.rows.get(`torchvision.models.${name}`)
  if (row?.meaning.kind !== 'network') return { kind: 'unknown', span: call.span }
  return makeNetwork({ ...call, row: { ...row, parameters: call.row.parameters } }, row.meaning, machine)
}

const anyNetwork = { name: 'the timm network', head: null, wants: null, modal: null }

/** The weights: `imagenet` for those of the library, null for none; unknown where it cannot be told. */
function weightsOf(bound: Bound, parameter: string, span: Span): Value {
  const given = argumentValue(bound, parameter, 'pretrained', 'weights')
  if (given === undefined)
    return bound.complete ? { kind: 'constant', value: null, span } : { kind: 'unknown', span }
  const named = given.kind === 'symbol' || stringOf(given) !== undefined || booleanOf(given) === true
  if (named) return { kind: 'constant', value: 'imagenet', span: given.span }
  const none = given.kind === 'constant' && (given.value === null || given.value === false)
  return none ? { kind: 'constant', value: null, span: given.span } : { kind: 'unknown', span: given.span }
}

/** A pretrained network of a library as a model, whose classifier can be replaced. */
export function networkModel(
  network: Pick<Network, 'name'> & NonNullable<ModelValue['torch']> & { wants: Wanted | null },
  { bound, weights, module }: { bound: Bound; weights: Value; module: string },
  call: LibraryCall,
  machine: Machine,
): ModelValue {
  const { span } = call
  const backbone: BackboneValue = {
    kind: 'backbone',
    name: network.name,
    module,
    wants: network.wants,
    weights,
    defaultWeights: null,
    arguments: bound,
    scaling: null,
    span,
  }
  const tensor = { ...emptyTensor(span, true), backbone: { value: backbone, training: null, argument: null } }
  return addModel(tensor, { head: network.head, modal: network.modal }, span, machine)
}

export function addModel(
  tensor: ModelTensorValue,
  torch: NonNullable<ModelValue['torch']>,
  span: Span,
  machine: Machine,
): ModelValue {
  const id = `model-${machine.record.models.length + 1}`
  const model: ModelValue = { kind: 'model', id, tensor, sequential: false, compiled: null, torch, span }
  machine.record.models.push(model)
  return model
}

/** `nn.Sequential(a, b)`, also of transforms; `nn.Sequential(*list(resnet.children())[:-1])` cuts the classifier off. */
export function makeChain(call: LibraryCall, machine: Machine): Value {
  const { span, arguments: given } = call
  const [first] = given.positional.map((one) => one.value)
  const opened = given.positional.length === 1 && (first?.kind === 'list' || first?.kind === 'dict')
  const parts = opened ? itemsOf(first) : given.positional.map((one) => one.value)
  if (parts.length > 0 && parts.every((part) => part.kind === 'transform'))
    return composed(call, parts, false, given.complete)
  const complete = given.complete && (first?.kind !== 'list' || !opened || first.complete)
  const start = emptyTensor(span, complete)
  const tensor = parts.reduce<ModelTensorValue>((before, part) => appendedPart(before, part, span), start)
  const model = addModel(tensor, { head: null, modal: null }, span, machine)
  machine.record.trace.parts.set(model, parts)
  return model
}

function itemsOf(value: Value | undefined): Value[] {
  if (value?.kind === 'dict') return [...value.entries.values()].map((entry) => entry.value)
  if (value?.kind !== 'list') return []
  return value.items.map((item) => (item.kind === 'list' ? (item.items[1] ?? item) : item))
}

/** The children of a network without its classifier are its backbone. */
function appendedPart(tensor: ModelTensorValue, part: Value, span: Span): ModelTensorValue {
  if (part.kind !== 'layers' || part.of.kind !== 'model') return appended(tensor, part, span)
  const { backbone, inputSteps } = part.of.tensor
  return {
    ...tensor,
    backbone: tensor.backbone ?? backbone,
    inputSteps: [...tensor.inputSteps, ...inputSteps],
  }
}

/** `model.fc = nn.Linear(...)`, `model.classifier[6] = ...`: another classifier behind the same backbone. */
export function replaceHead(model: ModelValue, head: Value): void {
  const { tensor } = model
  model.tensor = appended({ ...tensor, head: [] }, head, model.span)
}

/** `model.reset_classifier(num_classes=10)`. */
export function resetClassifier(call: LibraryCall): Value {
  const { receiver, span } = call
  if (receiver?.kind === 'model') receiver.tensor = { ...receiver.tensor, head: [] }
  return { kind: 'unknown', span }
}

/** `model.load_state_dict(...)`, unless only where a run is resumed. */
export function loadState(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  const order = machine.record.next()
  if (receiver !== null && machine.undecided === 0) machine.record.weightsLoaded.push({ of: receiver, order })
  return { kind: 'unknown', span }
}
