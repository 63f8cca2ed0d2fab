import type { TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import type { Expression } from '../../../program.ts'
import { bind, givenValues } from '../../arguments.ts'
import type { Evaluated, LibraryCall, Machine } from '../../machine.ts'
import { argument, argumentValue, booleanOf } from '../../read-value.ts'
import type { LossValue } from '../../values/networks.ts'
import { unknown, type Value } from '../../values/value.ts'
import { makeLoss } from '../components.ts'

/** `loss.backward()`, `accelerator.backward(loss)`. */
export function backward(call: LibraryCall, machine: Machine): Value {
  machine.record.happen(machine, { kind: 'backward' }, call.span)
  return unknown(call.span)
}

/** `optimizer.step()`, `scaler.step(optimizer)`. */
export function step(call: LibraryCall, machine: Machine): Value {
  const { receiver, receiverNode, span } = call
  const given = [receiver, ...call.arguments.positional.map((one) => one.value)]
  const optimizer = given.find((value) => value?.kind === 'optimizer')
  for (const value of given)
    if (value?.kind === 'function') machine.callFunction(value, givenValues([]), span)
  if (optimizer?.kind === 'optimizer') machine.record.happen(machine, { kind: 'step', optimizer }, span)
  else if (/optim|^opt$|^opt_|_opt$/i.test(nameOf(receiverNode) ?? ''))
    machine.record.happen(machine, { kind: 'step', optimizer: null }, span)
  return unknown(span)
}

/** The last name that an expression is written by: `optimizer` in `self.optimizer`. */
export function nameOf(node: Expression | null): string | null {
  if (node?.kind === 'name' || node?.kind === 'attribute') return node.name
  return node?.kind === 'call' || node?.kind === 'subscript' ? null : null
}

/** `optimizer.zero_grad()`, `model.zero_grad()`. */
export function zeroGrad(call: LibraryCall, machine: Machine): Value {
  machine.record.happen(machine, { kind: 'zero' }, call.span)
  return unknown(call.span)
}

/** `optimizer.add_param_group(...)`: from here on which parameters it has, and at which rate, is not followed. */
export function moreParameters(call: LibraryCall): Value {
  const { receiver, span } = call
  if (receiver?.kind === 'optimizer') {
    receiver.arguments.values.set('params', { value: unknown(span), span })
    receiver.rate = unknown(span)
  }
  return unknown(span)
}

/** `criterion(output, target)`. */
export function callLoss(loss: LossValue, given: Evaluated, span: Value['span'], machine: Machine): Value {
  const input = given.positional[0]?.value ?? given.keyword.get('input')?.value ?? null
  const { gradients } = machine.record.trace
  machine.record.happen(machine, { kind: 'loss', loss, input, gradients }, span)
  return unknown(span)
}

/** `F.cross_entropy(output, target)`. */
export function lossCall(call: LibraryCall, machine: Machine): Value {
  const loss = makeLoss(call)
  return loss.kind === 'loss' ? callLoss(loss, call.arguments, call.span, machine) : loss
}

/** `lr_scheduler.StepLR(optimizer, step_size=7)`. */
export function makeSchedule(call: LibraryCall, machine: Machine): Value {
  const schedule: Value = {
    kind: 'callback',
    row: call.row,
    name: call.written,
    arguments: bind(call.row, call.arguments),
    span: call.span,
  }
  machine.record.trace.schedules.push(schedule)
  return schedule
}

/** `scheduler.step()`, `scheduler.step(val_loss)`. */
export function stepSchedule(call: LibraryCall, machine: Machine): Value {
  const { receiver, span } = call
  const given = argument(bind(call.row, call.arguments), 'metrics')
  const [written] = call.arguments.positional
  const schedule = receiver?.kind === 'callback' ? receiver : null
  const name = nameOf(written?.node ?? null)
  machine.record.happen(machine, { kind: 'schedule', schedule, given: given?.value ?? null, name }, span)
  return unknown(span)
}

/**
 * `torch.no_grad()`, `torch.set_grad_enabled(flag)`: the former acts when it is entered by `with`, the latter at
 * once (torch/autograd/grad_mode.py).
 */
export function switchGradients(
  call: LibraryCall,
  { enabled }: Extract<TorchMeaning, { kind: 'gradients' }>,
  machine: Machine,
): Value {
  const given = argumentValue(bind(call.row, call.arguments), 'mode')
  // `inference_mode(False)` leaves gradients on.
  const flag = given === undefined ? undefined : (booleanOf(given) ?? null)
  const value =
    enabled === 'argument' ? (flag ?? null) : flag === undefined ? enabled : flag === null ? null : !flag
  if (enabled === 'argument') machine.record.trace.gradients = value
  return { kind: 'gradients', enabled: value, span: call.span }
}

/** `model, optimizer, loader = accelerator.prepare(model, optimizer, loader)`. */
export function prepared(call: LibraryCall): Value {
  const items = call.arguments.positional.map((one) => one.value)
  const [first] = items
  if (first === undefined) return unknown(call.span)
  return items.length === 1
    ? first
    : { kind: 'list', items, complete: call.arguments.complete, span: call.span }
}
