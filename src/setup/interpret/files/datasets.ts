import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Split } from '../../../model/pipeline.ts'
import { givenValues } from '../arguments.ts'
import { member } from '../attributes.ts'
import { imageOf } from '../effects/sources.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argumentValue } from '../read-value.ts'
import type { InstanceValue } from '../values/program.ts'
import type { LoaderValue } from '../values/torch.ts'
import { type Bound, unknown, type Value } from '../values/value.ts'
import { generatorOf } from './generators.ts'
import { aside } from './torch-randomness.ts'

/** Arguments of ImageFolder that change which files it lists. */
const filters = ['is_valid_file', 'allow_empty']

/** The files of `ImageFolder(root)`; undefined for other datasets. */
export function folderFiles(
  { row }: LibraryCall,
  folder: Value | undefined,
  bound: Bound,
  machine: Machine,
): FileExpression | undefined {
  const root = machine.record.files.of(folder)
  if (root === undefined || !row.names.some((name) => name.endsWith('.ImageFolder'))) return undefined
  if (filters.some((name) => bound.values.has(name)) || !bound.complete) return undefined
  return callOf('image-folder', { root })
}

/** The files of a PyTorch dataset in the order of its indices; undefined where that is not known. */
export function datasetFiles(dataset: Value, machine: Machine): FileExpression | undefined {
  const { files } = machine.record
  if (dataset.kind !== 'instance') return files.noted(dataset)
  const known = files.noted(dataset)
  if (known !== undefined) return known
  const found = aside(machine, () => ownFiles(dataset, machine))
  files.set(dataset, found)
  return found
}

/** Of the program's own class: the file that `__getitem__` reads for each index below `__len__`. */
function ownFiles(dataset: InstanceValue, machine: Machine): FileExpression | undefined {
  const { files } = machine.record
  const { span } = dataset
  const [get, count] = ['__getitem__', '__len__'].map((name) => member(dataset.class, name, dataset, machine))
  if (get?.kind !== 'function' || count?.kind !== 'function') return undefined
  const to = files.of(machine.callFunction(count, givenValues([]), span))
  if (to === undefined) return undefined
  const over = callOf('range', { to })
  const loop = files.loop(over)
  files.context.push(loop)
  const index = files.set(unknown(span), { kind: 'item', id: loop.id })
  const sample = machine.callFunction(get, givenValues([{ value: index, span }]), span)
  files.context.pop()
  const file = imageOf(sample)?.file
  return file && { kind: 'each', id: loop.id, over, gives: { kind: 'list', items: [file] } }
}

/** One part of `random_split(dataset, lengths, generator)`. */
export function splitFiles(
  dataset: Value,
  { lengths, seed, part }: { lengths: readonly Value[]; seed: Split['seed']; part: number },
  machine: Machine,
): FileExpression | undefined {
  const { files } = machine.record
  const list = datasetFiles(dataset, machine)
  const sizes = lengths.map((length) => files.of(length)).filter((one) => one !== undefined)
  if (list === undefined) return undefined
  if (sizes.length < lengths.length) return { kind: 'unknown', reason: 'how long the parts are is not known' }
  const generator: FileExpression =
    seed.value === null
      ? { kind: 'unknown', reason: seed.from === 'unknown' ? 'the seed is not known' : 'it has no seed' }
      : generatorOf('torch', constantOf(seed.value))
  return callOf('random-split', {
    list,
    lengths: { kind: 'list', items: sizes },
    generator,
    part: constantOf(part),
  })
}

/** `Subset(dataset, indices)`. */
export function chosenFiles(
  dataset: Value,
  indices: Value | undefined,
  machine: Machine,
): FileExpression | undefined {
  const list = datasetFiles(dataset, machine)
  const places = machine.record.files.of(indices)
  return list && places && callOf('pick', { list, indices: places })
}

/** The files that a loader goes through: all of its dataset, or those at the indices of its sampler. */
export function loadedFiles(loader: LoaderValue, machine: Machine): FileExpression | undefined {
  const given = argumentValue(loader.arguments, 'sampler', 'batch_sampler')
  const sampler = given?.kind === 'constant' && given.value === null ? undefined : given
  if (sampler === undefined) return datasetFiles(loader.dataset, machine)
  if (sampler.kind !== 'sampler' || sampler.sampler !== 'subset' || sampler.indices === null) return undefined
  return chosenFiles(loader.dataset, sampler.indices, machine)
}
