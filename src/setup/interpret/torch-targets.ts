import type { Target } from '../program.ts'
import { isDataset } from './effects/torch/datasets.ts'
import { isModule, setModes } from './effects/torch/modules.ts'
import { replaceHead } from './effects/torch/networks.ts'
import { changeRequiresGrad } from './effects/torch/parameters.ts'
import { isRandom } from './effects/torch/transforms.ts'
import type { Machine } from './machine.ts'
import { booleanOf } from './read-value.ts'
import type { Value } from './values/value.ts'

type Written = Extract<Target, { kind: 'attribute' }>

/** Fields of PyTorch's objects that mean something when they are written; false for any other. */
export function assignTorch(object: Value, target: Written, value: Value, machine: Machine): boolean {
  const { name, span } = target
  const inPart = target.object.kind === 'attribute' && target.object.name === 'dataset'
  if (name === 'transform' && inPart && isDataset(object)) noteTransform(object, value, span, machine)
  switch (object.kind) {
    case 'dataset':
      writeDataset(object, name, value)
      return true
    case 'instance':
      if (name !== 'training' || !isModule(object)) return false
      setModes(object, booleanOf(value) ?? null, span, machine)
      return true
    case 'parameters':
      if (name === 'requires_grad') changeRequiresGrad(object, value, span, machine)
      if (name === 'grad') machine.record.happen(machine, { kind: 'zero' }, span)
      return true
    case 'model':
      if (name === object.torch?.head) replaceHead(object, value)
      return object.torch !== undefined
    case 'submodule':
      if (object.part === 'head') replaceHead(object.of, value)
      return true
    case 'unknown':
      if (name === 'grad') machine.record.happen(machine, { kind: 'zero' }, span)
      return false
    default:
      return false
  }
}

function writeDataset(dataset: Extract<Value, { kind: 'dataset' }>, name: string, value: Value): void {
  if (name === 'transform') dataset.transform = value
  if (name === 'dataset' && dataset.base !== null) dataset.base = value
}

/** `subset.dataset.transform = ...` changes what all parts of the dataset share. */
function noteTransform(dataset: Value, value: Value, span: Value['span'], machine: Machine): void {
  const random = { before: isRandom(transformOf(dataset), machine), after: isRandom(value, machine) }
  machine.record.trace.transforms.push({ dataset, random, order: machine.record.next(), span })
}

function transformOf(dataset: Value): Value | null {
  if (dataset.kind === 'dataset') return dataset.transform
  return dataset.kind === 'instance' ? (dataset.fields.get('transform') ?? null) : null
}
