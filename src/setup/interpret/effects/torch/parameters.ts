import type { TrainableChange } from '../../../../model/network.ts'
import type { Read } from '../../../../model/span.ts'
import { bind } from '../../arguments.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argumentValue, booleanOf, numberOf } from '../../read-value.ts'
import type { BackboneValue, LayersValue, ModelValue, OptimizerValue } from '../../values/networks.ts'
import type { InstanceValue } from '../../values/program.ts'
import type { ParametersValue } from '../../values/torch.ts'
import { unknown, type Value } from '../../values/value.ts'

/** `module.parameters()`, `module.named_parameters()`. */
export function parametersOf(call: LibraryCall, named: boolean, { undecided }: Machine): Value {
  const { receiver: of, span } = call
  if (of?.kind === 'parameters') return of
  if (
    of?.kind !== 'model' &&
    of?.kind !== 'instance' &&
    of?.kind !== 'layer' &&
    of?.kind !== 'layers' &&
    of?.kind !== 'submodule'
  )
    return unknown(span)
  const parameters: ParametersValue = {
    kind: 'parameters',
    of,
    filtered: false,
    some: false,
    undecided,
    span,
  }
  if (!named) return parameters
  const name: Value = { ...unknown(span), parameterName: true }
  const pair: Value = { kind: 'list', items: [name, parameters], complete: true, span }
  return { kind: 'list', items: [pair], complete: false, span }
}

/** `module.children()`, `module.named_children()`. */
export function childrenOf(call: LibraryCall, named: boolean): Value {
  const { receiver: of, span } = call
  if (of?.kind !== 'model') return unknown(span)
  const children: LayersValue = { kind: 'layers', of, from: null, to: null, single: false, span }
  if (!named) return children
  const single: Value = { ...children, from: unknown(span), to: unknown(span), single: true }
  const pair: Value = { kind: 'list', items: [unknown(span), single], complete: true, span }
  return { kind: 'list', items: [pair], complete: false, span }
}

/** `filter(lambda p: p.requires_grad, model.parameters())`. */
export function filtered(call: LibraryCall): Value {
  const iterable = call.arguments.positional[1]?.value
  if (iterable?.kind === 'parameters') return { ...iterable, filtered: true }
  return iterable?.kind === 'list' ? { ...iterable, complete: false } : unknown(call.span)
}

/** `module.requires_grad_(False)`. */
export function setRequiresGrad(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  const given = argumentValue(bind(call.row, call.arguments), 'requires_grad')
  const value: Value = given ?? { kind: 'constant', value: true, span }
  const parameters = parametersOf(call, false, machine)
  if (parameters.kind === 'parameters') changeRequiresGrad(parameters, value, span, machine)
  return receiver ?? unknown(span)
}

/** `parameter.requires_grad = value` in the record of the network whose trunk it is of; heads are no trunk. */
export function changeRequiresGrad(
  parameters: ParametersValue,
  value: Value,
  span: Value['span'],
  machine: Machine,
): void {
  const flag = booleanOf(value)
  const read: Read<boolean> =
    flag === undefined ? { from: 'unknown', value: null, span } : { from: 'code', value: flag, span }
  for (const backbone of backbonesIn(parameters.of)) {
    const change = changeOf(parameters, machine)
    if (change === null) continue
    machine.record.trainable.push({
      of: backbone,
      change: { value: read, order: machine.record.next(), span, ...change },
    })
  }
}

function changeOf(
  { of, some, undecided }: ParametersValue,
  machine: Machine,
): Pick<TrainableChange, 'target' | 'from' | 'to'> | null {
  if (of.kind === 'submodule' && of.part === 'head') return null
  // Under a test that we cannot decide (`if 'fc' not in name`), which parameters are meant is not known.
  const picked = machine.trunkPicked && machine.undecided === undecided + 1
  if (some || (machine.undecided > undecided && !picked)) return { target: 'other' }
  // `if epoch == 5:` around all of it decides when, in a loop over epochs; any other test, whether.
  if (undecided > 0)
    return machine.record.trace.loops.some(({ count }) => count !== null) ? somewhere : { target: 'other' }
  if (picked || (of.kind === 'submodule' && of.part === 'some')) return somewhere
  if (of.kind !== 'layers') return { target: 'backbone' }
  const [from, to] = [of.from, of.to].map((value) => (value === null ? null : (numberOf(value) ?? undefined)))
  if (from === undefined || to === undefined) return somewhere
  return { target: 'layers', from: boundary(from, of), to: boundary(to, of) }
}

const boundary = (value: number | null, { span }: LayersValue): Read<number | null> =>
  value === null ? { from: 'default', value: null } : { from: 'code', value, span }

const somewhere = {
  target: 'layers' as const,
  from: { from: 'unknown' as const, value: null },
  to: { from: 'unknown' as const, value: null },
}

/** The pretrained networks in a module. */
export function backbonesIn(of: Value, depth = 0): BackboneValue[] {
  if (depth > 6) return []
  switch (of.kind) {
    case 'model':
      return of.tensor.backbone === null ? [] : [of.tensor.backbone.value]
    case 'submodule':
      return of.part === 'head' ? [] : backbonesIn(of.of, depth + 1)
    case 'layers':
      return of.of.kind === 'model' ? backbonesIn(of.of, depth + 1) : []
    case 'instance':
      return [...of.fields.values()].flatMap((field) => backbonesIn(field, depth + 1))
    case 'list':
      return of.items.flatMap((item) => backbonesIn(item, depth + 1))
    default:
      return []
  }
}

/** Which parameters of a model an optimizer was given: see `Optimizer.parameters`. */
export function coverage(
  params: Value | undefined,
  model: ModelValue | InstanceValue | null,
): 'all' | 'trainable' | 'head' | 'unknown' {
  const given = params === undefined ? [] : parametersIn(params)
  if (given === null || given.length === 0 || given.some(({ some }) => some)) return 'unknown'
  const trunk = given.filter(({ of }) => backbonesIn(of).length > 0)
  const known = given.every(({ of }) => of.kind !== 'layers')
  if (!known) return 'unknown'
  if (trunk.length === 0) return model !== null && backbonesIn(model).length > 0 ? 'head' : 'all'
  if (trunk.some(({ filtered }) => filtered)) return 'trainable'
  return trunk.every(({ of }) => of.kind !== 'submodule' || of.part === 'trunk') ? 'all' : 'unknown'
}

/** The modules whose parameters an optimizer was given. */
export function ownersOf(optimizer: OptimizerValue): Value[] {
  const params = optimizer.arguments.values.get('params')?.value
  const given = params === undefined ? null : parametersIn(params)
  return (given ?? []).map(({ of }) => (of.kind === 'submodule' || of.kind === 'layers' ? of.of : of))
}

function parametersIn(value: Value): ParametersValue[] | null {
  if (value.kind === 'parameters') return [value]
  if (value.kind === 'dict') {
    const own = value.entries.get('params')?.value
    return own === undefined ? null : parametersIn(own)
  }
  if (value.kind !== 'list') return null
  const parts = value.items.map(parametersIn)
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? [])
}
