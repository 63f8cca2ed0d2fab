import type { Target } from '../program.ts'
import { isDataset } from './effects/torch/datasets.ts'
import { replaceHead } from './effects/torch/networks.ts'
import { changeRequiresGrad } from './effects/torch/parameters.ts'
import { isRandom } from './effects/torch/transforms.ts'
import type { Machine } from './machine.ts'
import type { Value } from './values.ts'

/** Fields of PyTorch's objects that mean something when they are written; false for any other. */
export function assignTorch(
  object: Value,
  { name, span, object: written }: Extract<Target, { kind: 'attribute' }>,
  value: Value,
  machine: Machine,
): boolean {
  const { record } = machine
  if (name === 'transform' && isDataset(object)) {
    // `subset.dataset.transform = ...` changes what all parts of the dataset share.
    const through = written.kind === 'attribute' && written.name === 'dataset'
    const random = { before: isRandom(transformOf(object), machine), after: isRandom(value, machine) }
    record.trace.transforms.push({ dataset: object, through, random, order: record.next(), span })
  }
  if (object.kind === 'dataset') {
    if (name === 'transform') object.transform = value
    if (name === 'dataset' && object.base !== null) object.base = value
    return true
  }
  if (object.kind === 'parameters') {
    if (name === 'requires_grad') changeRequiresGrad(object, value, span, machine)
    if (name === 'grad') record.happen(machine, { kind: 'zero' }, span)
    return true
  }
  if (object.kind === 'model' && object.torch !== undefined) {
    if (name === object.torch.head) replaceHead(object, value)
    return true
  }
  if (object.kind !== 'submodule') return false
  if (object.part === 'head' && name !== 'requires_grad') replaceHead(object.of, value)
  return true
}

function transformOf(dataset: Value): Value | null {
  if (dataset.kind === 'dataset') return dataset.transform
  return dataset.kind === 'instance' ? (dataset.fields.get('transform') ?? null) : null
}
