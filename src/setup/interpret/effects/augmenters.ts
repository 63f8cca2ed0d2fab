import type { Edit } from '../../../model/fix.ts'
import type { Origin, Split, Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import { bind, givenValues } from '../arguments.ts'
import { flowingFiles } from '../files/flows.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, booleanOf, numberOf, plain, readValue, stringOf } from '../read-value.ts'
import { newStatistics } from '../statistics.ts'
import { countsOf } from '../traces.ts'
import type { AugmenterValue, StreamValue } from '../values/data.ts'
import type { Value } from '../values/value.ts'
import { classesRead } from './class-order.ts'
import { toStream } from './fit-data.ts'
import { formOf, labelsOf } from './label-mode.ts'
import { randomArguments, separateGenerator } from './separate-generator.ts'
import { imageOf, imageTensor } from './sources.ts'
import { batchStep, shuffleStep, unshuffled } from './stream-steps.ts'
import { sideLengths } from './tensors.ts'

const fittedArguments = ['featurewise_center', 'featurewise_std_normalization', 'zca_whitening'] as const

/** `ImageDataGenerator(...)`. */
export const makeAugmenter = (call: LibraryCall, machine: Machine): Value => ({
  kind: 'augmenter',
  arguments: bind(call.row, call.arguments),
  call: call.node,
  statistics: newStatistics(call.span, machine.record),
  span: call.span,
})

/** `datagen.flow_from_directory(...)` and its siblings: the images on their way through the generator. */
export function flow(call: LibraryCall, origin: Origin['kind'], machine: Machine): Value {
  const { receiver, span } = call
  if (receiver?.kind !== 'augmenter')
    return toStream({ kind: 'unknown', span }, machine) ?? { kind: 'unknown', span }
  const bound = bind(call.row, call.arguments)
  const given = argumentValue(bound, call.row.parameters[0] ?? 'directory')
  const arrays = given?.kind === 'arrays' ? given : undefined
  const removal = separateGenerator(call, receiver, machine)
  const steps: Step[] = arrays === undefined ? [] : [...arrays.steps]
  if (origin !== 'arrays') {
    steps.push({ kind: 'decode', name: call.written, span, removal: null })
    const size = argument(bound, 'target_size')
    const at = size?.span ?? span
    steps.push({
      kind: 'resize',
      name: 'target_size',
      span: at,
      removal: null,
      ...sideLengths(size?.value, [256, 256]),
    })
  }
  steps.push(...generatorSteps(receiver, removal, machine))
  const shuffles = booleanOf(argumentValue(bound, 'shuffle')) ?? true
  if (shuffles)
    steps.push(shuffleStep('shuffle', span, argument(bound, 'seed'), undefined, unshuffled(call, bound)))
  steps.push(
    batchStep('batch_size', argument(bound, 'batch_size')?.span ?? span, argument(bound, 'batch_size'), 32),
  )
  const stream: StreamValue = {
    kind: 'stream',
    framework: 'keras',
    origin: originOf(origin, argumentValue(bound, 'directory') ?? given, span),
    source: arrays?.source ?? sourceOf(given, span, machine),
    split: arrays?.split ?? splitOf(receiver, call),
    steps: steps.map((step) => ({ step, call: span })),
    element: null,
    ...(origin === 'arrays'
      ? formOf(argumentValue(bound, 'y'))
      : labelsOf(bound, 'class_mode', 'categorical', span)),
    generator: furtherArgument(receiver),
    counts: countsOf(given === undefined ? [] : [given], machine.record),
    ...(origin === 'directory' && !shuffles
      ? { sorted: argument(bound, 'shuffle')?.value.span ?? span }
      : {}),
    span,
  }
  const samples = flowingFiles(receiver, given, bound, origin, machine)
  return machine.record.addStream(samples === undefined ? stream : { ...stream, samples }, null)
}

/** Where one more argument of the generator's call can be written. */
function furtherArgument({ call }: AugmenterValue): NonNullable<StreamValue['generator']> {
  const { span } = call
  const last = call.arguments.at(-1)?.span
  const line = last?.endLine ?? span.endLine
  const column = last?.endColumn ?? span.endColumn - 1
  const argument = { ...span, line, column, endLine: line, endColumn: column }
  return { span, argument, first: last === undefined }
}

const sourceOf = (given: Value | undefined, span: Span, machine: Machine) =>
  stringOf(given) ??
  (given?.kind === 'unknown' ? machine.record.sourceOf(given) : `${span.path}:${span.line}`)

function originOf(kind: Origin['kind'], given: Value | undefined, span: Span): Origin {
  if (kind === 'directory' || kind === 'manifest')
    return { kind, path: readValue(given && { value: given }, stringOf), span }
  return { kind: 'arrays', span }
}

/**
 * What the generator does, in Keras' order: random transforms, then `standardize` (preprocessing_function, rescale,
 * samplewise, featurewise), see keras/src/legacy/preprocessing/image.py.
 */
function generatorSteps(augmenter: AugmenterValue, removal: Edit[] | null, machine: Machine): Step[] {
  const { values, complete } = augmenter.arguments
  const steps: Step[] = []
  for (const name of randomArguments) {
    const given = values.get(name)
    if (given === undefined || isOff(given.value)) continue
    const parameters = { [name]: readValue(given, plain) }
    steps.push({ kind: 'random-transform', name, span: given.span, removal, parameters })
  }
  const preprocessing = values.get('preprocessing_function')
  if (preprocessing !== undefined && !isOff(preprocessing.value)) {
    const argumentsGiven = givenValues([{ value: imageTensor(preprocessing.span), span: preprocessing.span }])
    const image = imageOf(machine.callValue(preprocessing.value, argumentsGiven, preprocessing.span))
    const unknownStep: Step = {
      kind: 'opaque',
      name: 'preprocessing_function',
      span: preprocessing.span,
      removal: null,
    }
    steps.push(...(image?.steps ?? [unknownStep]))
  }
  const rescale = values.get('rescale')
  if (rescale !== undefined && !isOff(rescale.value)) {
    const offset = { from: 'default', value: 0 } as const
    steps.push({
      kind: 'rescale',
      name: 'rescale',
      span: rescale.span,
      removal: null,
      scale: readValue(rescale, numberOf),
      offset,
    })
  }
  for (const name of ['samplewise_center', 'samplewise_std_normalization']) {
    const given = values.get(name)
    if (given !== undefined && !isOff(given.value))
      steps.push({ kind: 'opaque', name, span: given.span, removal: null })
  }
  for (const name of fittedArguments) {
    const given = values.get(name)
    if (given !== undefined && !isOff(given.value))
      steps.push({
        kind: 'fitted-transform',
        name,
        span: given.span,
        removal: null,
        statistics: augmenter.statistics,
      })
  }
  if (!complete)
    steps.push({ kind: 'opaque', name: 'ImageDataGenerator', span: augmenter.span, removal: null })
  return steps
}

/** Zero, False, None and an unknown value: nothing that is known to change images. */
const isOff = (value: Value): boolean =>
  value.kind === 'constant' ? !value.value : value.kind === 'unknown' && value.undefined === undefined

/** `validation_split` cuts the first share of each class's files for validation, without chance. */
function splitOf(augmenter: AugmenterValue, call: LibraryCall): Split | null {
  const share = augmenter.arguments.values.get('validation_split')
  const bound = bind(call.row, call.arguments)
  const subset = argument(bound, 'subset')
  if (share === undefined || subset === undefined) return null
  const name = stringOf(subset.value)
  return {
    kind: 'keras-generator',
    fraction: readValue(share, numberOf),
    seed: { from: 'default', value: null },
    shuffle: { from: 'default', value: false },
    stratify: { from: 'default', value: true },
    classes: classesRead(bound, 'classes'),
    side: name === 'training' ? 'train' : name === 'validation' ? 'validation' : 'unknown',
    position: 0,
    span: subset.span,
  }
}
