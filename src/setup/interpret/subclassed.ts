import { givenValues } from './arguments.ts'
import { derivesFrom, member } from './attributes.ts'
import { emptyTensor } from './effects/layers.ts'
import type { Machine } from './machine.ts'
import type { ModelValue } from './values/networks.ts'
import type { InstanceValue } from './values/program.ts'
import type { Value } from './values/value.ts'

/** An object of a class that extends Keras' Model, whose `call` makes the network. */
export const isSubclassed = (value: Value): value is InstanceValue =>
  value.kind === 'instance' && derivesFrom(value.class, /^keras\.(Model|Sequential)$/)

/** Such an object as the model that its `call` makes of a symbolic tensor; the same one whenever it is asked for. */
export function modelOf(instance: InstanceValue, machine: Machine): ModelValue {
  const { record } = machine
  const known = record.subclassed.get(instance)
  if (known !== undefined) return known
  const { span } = instance
  const call = member(instance.class, 'call', instance, machine)
  const input = givenValues([{ value: emptyTensor(span, true), span }])
  const output = call?.kind === 'function' ? machine.callFunction(call, input, span) : undefined
  const model: ModelValue = {
    kind: 'model',
    id: `model-${record.models.length + 1}`,
    tensor: output?.kind === 'model-tensor' ? output : emptyTensor(span, false),
    sequential: false,
    compiled: null,
    span,
  }
  record.subclassed.set(instance, model)
  record.models.push(model)
  return model
}
