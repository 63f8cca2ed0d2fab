import type { Span } from '../../../../model/span.ts'
import { bind, givenValues } from '../../arguments.ts'
import { member } from '../../attributes.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argumentValue } from '../../read-value.ts'
import type { InstanceValue } from '../../values/program.ts'
import type { LoaderValue } from '../../values/torch.ts'
import { type Bound, unknown, type Value } from '../../values/value.ts'
import { batchOf, streamOfLoader } from './loaders.ts'

/** `Trainer(max_epochs=10)`. */
export const makeTrainer = (call: LibraryCall): Value => ({
  kind: 'trainer',
  arguments: bind(call.row, call.arguments),
  span: call.span,
})

/**
 * `trainer.fit(model, train_loader, val_loader)`: the trainer clears gradients, sets modes and switches gradients
 * off in validation by itself (https://lightning.ai/docs/pytorch/stable/common/trainer.html#under-the-hood).
 */
export function runTrainer(call: LibraryCall, how: 'fit' | 'evaluate' | 'predict', machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const { span, receiver } = call
  const model = argumentValue(bound, 'model')
  if (receiver?.kind !== 'trainer') return unknown(span)
  const data = argumentValue(bound, 'datamodule') ?? dataModuleIn(bound.values.values())
  const own = model?.kind === 'instance' ? model : null
  const loaders = (names: string[], hook: string) =>
    loadersIn(argumentValue(bound, ...names)) ??
    loadersIn(hookResult(data, hook, span, machine)) ??
    loadersIn(hookResult(own, hook, span, machine)) ??
    []
  for (const hook of ['prepare_data', 'setup']) hookResult(data, hook, span, machine)
  if (how !== 'fit') {
    const hook = call.written.endsWith('validate')
      ? 'val_dataloader'
      : `${how === 'predict' ? 'predict' : 'test'}_dataloader`
    for (const loader of loaders(['dataloaders'], hook))
      machine.record.uses.push({ stream: streamOfLoader(loader, machine), how, span })
    return unknown(span)
  }
  const train = loaders(['train_dataloaders', 'train_dataloader'], 'train_dataloader')[0] ?? null
  const validation = loaders(['val_dataloaders', 'val_dataloader'], 'val_dataloader')[0] ?? null
  trained(own, { train, validation }, receiver.arguments, span, machine)
  return unknown(span)
}

/** Runs one step of training and one of validation, and notes the run. */
function trained(
  own: InstanceValue | null,
  { train, validation }: { train: LoaderValue | null; validation: LoaderValue | null },
  given: Bound,
  span: Span,
  machine: Machine,
): void {
  const { trace } = machine.record
  const before = trace.events.length
  const made = own === null ? null : hookResult(own, 'configure_optimizers', span, machine)
  if (own !== null) {
    if (mayFreeze(argumentValue(given, 'callbacks'), given)) freezeUnseen(own, span, machine)
    runStep(own, 'training_step', train, machine, span)
    runStep(own, 'validation_step', validation, machine, span)
  }
  trace.trained.push({
    model: own,
    train: train === null ? null : streamOfLoader(train, machine),
    validation: validation === null ? null : streamOfLoader(validation, machine),
    epochs: argumentValue(given, 'max_epochs') ?? null,
    callbacks: argumentValue(given, 'callbacks') ?? (given.complete ? null : unknown(span)),
    batchSize: null,
    optimizer: found(made, (value) => value.kind === 'optimizer'),
    schedule: found(made, (value) => value.kind === 'callback'),
    events: trace.events.splice(before),
    order: machine.record.next(),
    span,
  })
}

/** Callbacks that freeze and unfreeze layers by the epoch, or that are not all known. */
function mayFreeze(callbacks: Value | undefined, { complete }: Bound): boolean {
  if (callbacks === undefined) return !complete
  const given = callbacks.kind === 'list' ? callbacks.items : [callbacks]
  if (callbacks.kind === 'list' && !callbacks.complete) return true
  return given.some((one) => {
    if (one.kind === 'callback') return /Finetuning$/.test(one.name)
    return (
      one.kind === 'instance' &&
      one.class.bases.some((base) => base.kind === 'symbol' && /Finetuning$/.test(base.path))
    )
  })
}

/** Which layers learn, and when, is not followed. */
function freezeUnseen(of: InstanceValue, span: Span, { record }: Machine): void {
  const value = { from: 'unknown', value: null, span } as const
  record.trainable.push({ of, change: { value, target: 'backbone', order: 0, span } })
}

const dataModuleIn = (values: Iterable<{ value: Value }>) =>
  [...values]
    .map(({ value }) => value)
    .find(
      (value) =>
        value.kind === 'instance' &&
        value.class.members.has('train_dataloader') &&
        !value.class.members.has('training_step'),
    )

function loadersIn(value: Value | undefined | null): LoaderValue[] | null {
  if (value?.kind === 'loader') return [value]
  if (value?.kind !== 'list') return null
  const loaders = value.items.filter((item) => item.kind === 'loader')
  return loaders.length === 0 ? null : loaders
}

/** What a method that the trainer calls gives. */
function hookResult(
  object: Value | null | undefined,
  name: string,
  span: Span,
  machine: Machine,
): Value | null {
  if (object?.kind !== 'instance') return null
  const method = member(object.class, name, object, machine)
  if (method?.kind !== 'function') return null
  const stage: Value = { kind: 'constant', value: 'fit', span }
  return machine.callFunction(method, givenValues(name === 'setup' ? [{ value: stage, span }] : []), span)
}

function runStep(
  own: InstanceValue,
  name: string,
  loader: LoaderValue | null,
  machine: Machine,
  span: Span,
): void {
  const method = member(own.class, name, own, machine)
  if (method?.kind !== 'function') return
  const batch = loader === null ? unknown(span) : batchOf(loader, machine)
  machine.callFunction(
    method,
    givenValues([
      { value: batch, span },
      { value: unknown(span), span },
    ]),
    span,
  )
}

/** The first value of a kind in what `configure_optimizers` gives: alone, in lists, or under keys. */
function found(value: Value | null, isWanted: (value: Value) => boolean): Value | null {
  if (value === null) return null
  if (isWanted(value)) return value
  const parts =
    value.kind === 'list'
      ? value.items
      : value.kind === 'dict'
        ? [...value.entries.values()].map((one) => one.value)
        : []
  return parts.map((part) => found(part, isWanted)).find((one) => one !== null) ?? null
}
