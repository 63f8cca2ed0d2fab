import type { Step } from '../../../../model/pipeline.ts'
import type { Span } from '../../../../model/span.ts'
import type { TensorEffect } from '../../../frameworks/table.ts'
import type { TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import type { Expression } from '../../../program.ts'
import { bind, givenValues } from '../../arguments.ts'
import { member } from '../../attributes.ts'
import { opaqueStep, randomStep } from '../../join.ts'
import type { Evaluated, LibraryCall, Machine } from '../../machine.ts'
import { randomOf } from '../../operators.ts'
import { argument, argumentValue, booleanOf, numberOf, readValue } from '../../read-value.ts'
import type { TensorValue } from '../../values/data.ts'
import type { TransformValue } from '../../values/torch.ts'
import type { Bound, Value } from '../../values/value.ts'
import { imageOf, imageTensor } from '../sources.ts'
import { numbersOf, sideLengths, stepOf } from '../tensors.ts'
import { withoutRandom } from './transform-removal.ts'

type Meant<Kind extends TorchMeaning['kind']> = Extract<TorchMeaning, { kind: Kind }>

/** `transforms.RandomCrop(32)`. */
export const makeTransform = (call: LibraryCall, { effect }: Meant<'transform'>): Value => ({
  kind: 'transform',
  name: call.written,
  does: { kind: 'effect', effect, arguments: bind(call.row, call.arguments) },
  removal: null,
  span: call.span,
})

/** `transforms.Compose([a, b])`, `A.OneOf([a, b])`. */
export function makeCompose(call: LibraryCall, { random, parameter }: Meant<'compose'>): Value {
  const given = argumentValue(bind(call.row, call.arguments), parameter)
  const written = call.arguments.positional[0]?.node ?? call.arguments.keyword.get(parameter)?.node
  const parts = given?.kind === 'list' ? given.items : given === undefined ? [] : [given]
  return composed(call, editable(parts, written ?? null), random, given?.kind !== 'list' || given.complete)
}

/** Transforms in a row. */
export const composed = (
  { written, span }: Pick<LibraryCall, 'written' | 'span'>,
  parts: Value[],
  random: boolean,
  complete: boolean,
): TransformValue => ({
  kind: 'transform',
  name: written,
  does: { kind: 'parts', parts: { kind: 'list', items: parts, complete, span }, random },
  removal: null,
  span,
})

/** Transforms that are written out in a list can be taken out of it. */
function editable(parts: readonly Value[], node: Expression | null): Value[] {
  if (node?.kind !== 'list' || node.items.length !== parts.length) return [...parts]
  return parts.map((part, index) => {
    const item = node.items[index]
    if (part.kind !== 'transform' || item?.kind !== 'call') return part
    return { ...part, removal: withoutRandom(part, item, node.items[index + 1] ?? null) }
  })
}

/** `ResNet50_Weights.DEFAULT.transforms()`, `timm.data.create_transform(224, is_training=True)`. */
export function makePreset(call: LibraryCall, { wants, training }: Meant<'preset'>): Value {
  const bound = bind(call.row, call.arguments)
  const given = training === null ? undefined : argument(bound, training)
  const plain = !bound.values.has('mean') && !bound.values.has('std') && bound.complete
  return {
    kind: 'transform',
    name: call.written,
    does: {
      kind: 'preset',
      wants: plain ? wants : null,
      training: given === undefined ? (bound.complete ? false : null) : (booleanOf(given.value) ?? null),
    },
    removal: null,
    span: call.span,
  }
}

/** `transform(image)`, `transform(image=image)['image']`: the latter gives a dict back. */
export function callTransform(
  transform: TransformValue,
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value {
  const named = given.keyword.get('image')
  const subject = named?.value ?? given.positional[0]?.value
  const image = subject === undefined ? undefined : imageOf(subject)
  const result: Value = image === undefined ? { kind: 'unknown', span } : applied(transform, image, machine)
  if (named === undefined) {
    const others = given.positional.slice(1).map((one) => one.value)
    return others.length === 0 ? result : { kind: 'list', items: [result, ...others], complete: true, span }
  }
  const entries = [...given.keyword].map(
    ([name, { value, span: at }]) => [name, { value: name === 'image' ? result : value, span: at }] as const,
  )
  return { kind: 'dict', entries: new Map(entries), complete: false, span }
}

/** The image that comes out of a transform: an object of a library, a function or class of the program, or None. */
export function applied(transform: Value, image: TensorValue, machine: Machine): TensorValue {
  if (transform.kind === 'constant' && transform.value === null) return image
  if (transform.kind === 'transform') return transformed(transform, image, machine)
  if (transform.kind === 'list')
    return transform.items.reduce((before: TensorValue, part) => applied(part, before, machine), image)
  const { span } = transform
  const given = givenValues([{ value: image, span }])
  const callee = transform.kind === 'instance' ? callableOf(transform, machine) : transform
  if (callee?.kind !== 'function') return behind(image, opaqueStep('transform', span))
  const result = machine.callFunction(callee, given, span)
  const random = randomOf(result)
  return (
    imageOf(result) ??
    behind(image, random === undefined ? opaqueStep('transform', span) : randomStep(random.name, random.span))
  )
}

/** Whether a transform changes images at random; null where that is not known. */
export function isRandom(transform: Value | null, machine: Machine): boolean | null {
  if (transform === null) return false
  const { steps } = applied(transform, imageTensor(transform.span), machine)
  if (steps.some(({ kind }) => kind === 'random-transform')) return true
  return steps.some(({ kind }) => kind === 'opaque') ? null : false
}

const callableOf = (object: Extract<Value, { kind: 'instance' }>, machine: Machine) =>
  ['__call__', 'forward']
    .map((name) => member(object.class, name, object, machine))
    .find((one) => one !== undefined)

const behind = (image: TensorValue, ...steps: Step[]): TensorValue => ({
  ...image,
  steps: [...image.steps, ...steps],
})

function transformed(transform: TransformValue, image: TensorValue, machine: Machine): TensorValue {
  const { does, span } = transform
  if (does.kind === 'effect')
    return behind(image, ...effectSteps(transform, does.effect, does.arguments, image))
  if (does.kind === 'preset') return behind(image, ...presetSteps(transform, does))
  const { items, complete } = does.parts
  const result = items.reduce((before: TensorValue, part) => applied(part, before, machine), image)
  const whole = complete ? result : behind(result, opaqueStep(transform.name, span))
  return does.random ? byChance(image, whole) : whole
}

/** Of transforms that are applied by chance, those that scale cannot be followed, and all others are random. */
function byChance(before: TensorValue, after: TensorValue): TensorValue {
  const steps = after.steps.slice(before.steps.length).map((step): Step => {
    if (step.kind === 'random-transform' || step.kind === 'opaque') return step
    const scales = step.kind === 'rescale' || step.kind === 'normalize'
    return scales ? opaqueStep(step.name, step.span) : { ...randomStep(step.name, step.span) }
  })
  const fixed = after.fixed.slice(before.fixed.length).map(({ name, span }) => randomStep(name, span))
  return { ...before, steps: [...before.steps, ...steps, ...fixed] }
}

function effectSteps(
  transform: TransformValue,
  effect: TensorEffect,
  bound: Bound,
  image: TensorValue,
): Step[] {
  const { name, span, removal } = transform
  const call = { written: name, span }
  switch (effect.does) {
    case 'random': {
      const chance = numberOf(argumentValue(bound, 'p'))
      if (chance === 0 || (chance === 1 && effect.certain)) return []
      const step = stepOf(effect, call, bound)
      const random = step === null ? [] : [{ ...step, removal }]
      return effect.size === undefined ? random : [...random, sized(effect.size, call, bound)]
    }
    case 'resize':
      return [
        { ...sized(effect.parameter ?? effect.height ?? 'size', call, bound), ...widthOf(effect, bound) },
      ]
    case 'to-float':
      return toFloat(effect, call, bound, image)
    case 'normalize':
      return normalized(effect, call, bound)
    default: {
      const step = stepOf(effect, call, bound)
      return step === null ? [] : [step]
    }
  }
}

/** One number for `Resize` is the shorter side: the other is not known. For crops it is both. */
function sized(parameter: string, { written, span }: { written: string; span: Span }, bound: Bound): Step {
  const size = argumentValue(bound, parameter)
  const shorter = /(?:^|\.)(?:Resize|Scale)$/.test(written) && size?.kind !== 'list'
  const sides = shorter ? sideLengths(undefined) : sideLengths(size)
  return { kind: 'resize', name: written, span, removal: null, ...sides }
}

const widthOf = (effect: Extract<TensorEffect, { does: 'resize' }>, bound: Bound) =>
  effect.height === undefined || effect.width === undefined
    ? {}
    : {
        height: readValue(argument(bound, effect.height), numberOf),
        width: readValue(argument(bound, effect.width), numberOf),
      }

/** `ToTensor` scales integers alone: behind another scaling the image is of floats. */
function toFloat(
  effect: Extract<TensorEffect, { does: 'to-float' }>,
  { written, span }: { written: string; span: Span },
  bound: Bound,
  { steps }: TensorValue,
): Step[] {
  if (effect.when !== undefined && booleanOf(argumentValue(bound, effect.when)) !== true) return []
  if (steps.some(({ kind }) => kind === 'rescale' || kind === 'normalize')) return []
  return [scaledBy(255, written, span)]
}

const scaledBy = (divisor: number, name: string, span: Span): Step => ({
  kind: 'rescale',
  name,
  span,
  removal: null,
  scale: { from: 'code', value: 1 / divisor, span },
  offset: { from: 'default', value: 0 },
})

const imagenetMean = [0.485, 0.456, 0.406]
const imagenetStd = [0.229, 0.224, 0.225]

function normalized(
  effect: Extract<TensorEffect, { does: 'normalize' }>,
  { written: name, span }: { written: string; span: Span },
  bound: Bound,
): Step[] {
  const read = (parameter: string, standard: number[]) =>
    readValue(argument(bound, parameter), numbersOf, effect.standard && bound.complete ? standard : undefined)
  const mean = read(effect.mean, imagenetMean)
  const std = read(effect.std, imagenetStd)
  const step: Step = { kind: 'normalize', name, span, removal: null, mean, std }
  if (effect.pixel === undefined) return [step]
  const divisor = readValue(argument(bound, effect.pixel.parameter), numberOf, effect.pixel.default)
  return divisor.value === null ? [opaqueStep(name, span)] : [scaledBy(divisor.value, name, span), step]
}

function presetSteps(
  { name, span }: TransformValue,
  { wants, training }: Extract<TransformValue['does'], { kind: 'preset' }>,
): Step[] {
  const random = training === true ? [randomStep(name, span)] : []
  if (wants === null || training === null) return [...random, opaqueStep(name, span)]
  const half = wants.range[0] === -1
  const step: Step = {
    kind: 'normalize',
    name,
    span,
    removal: null,
    mean: { from: 'default', value: half ? [0.5, 0.5, 0.5] : imagenetMean },
    std: { from: 'default', value: half ? [0.5, 0.5, 0.5] : imagenetStd },
  }
  return [...random, scaledBy(255, name, span), step]
}
