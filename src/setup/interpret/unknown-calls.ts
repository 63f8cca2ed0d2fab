import type { Span } from '../../model/span.ts'
import { canonical } from '../frameworks/index.ts'
import { withoutLabels } from './effects/label-mode.ts'
import { isModule, setModes } from './effects/torch/modules.ts'
import { globalGenerator } from './files/generators.ts'
import { withSamples } from './files/streams.ts'
import { opaqueStep, randomStep } from './join.ts'
import type { Evaluated, Machine } from './machine.ts'
import { scored } from './measured.ts'
import { behindUnknown, modelTensorIn } from './model-tensors.ts'
import { randomOf } from './operators.ts'
import { orderOf } from './rounds.ts'
import { mayHaveLearned } from './statistics.ts'
import { noteComparison, sharedTrace, traced } from './traces.ts'
import type { UnknownValue, Value } from './values/value.ts'

/**
 * Whether a function that we do not see, by its name, seeds the global generators (`utils.seed_everything`). Those of
 * other libraries seed their own generators only; numpy's and Keras' are followed to the number.
 */
const maySeed = (path: string) =>
  /seed|determinis|reproduc/i.test(path) &&
  !/^(tensorflow|torch|random|os|numpy|keras)\./.test(canonical(path))

/** All global generators may have been seeded, with what seed is not known. */
function seedAll(machine: Machine): void {
  for (const library of ['numpy', 'random'] as const) globalGenerator(library, machine).seed = 'unknown'
  machine.record.trace.seeded = { seed: null, draws: 0, spent: true }
}

/** Functions that neither train a model nor set its mode, whatever they are given. */
const harmless =
  /^(torch|torchvision|numpy|python|tqdm|wandb|logging|matplotlib|torchsummary|torchinfo|torchmetrics|sklearn|os|time)\./

/** What the call gets may be trained, cleared or set to another mode by it. */
function unseen(given: Evaluated, span: Span, machine: Machine): void {
  const all = [...given.positional, ...given.keyword.values()].flatMap(({ value }) =>
    value.kind === 'list' ? value.items : [value],
  )
  const gets = all.filter(
    (value) =>
      value.kind === 'optimizer' || value.kind === 'callback' || value.kind === 'model' || isModule(value),
  )
  if (gets.length === 0) return
  machine.record.happen(machine, { kind: 'unseen', gets }, span)
  for (const value of gets) if (isModule(value)) setModes(value, null, span, machine)
}

/**
 * A call that no table knows. What it gets may be changed by it: an image comes out as one that cannot be followed
 * any further, a draw stays a draw, and callbacks are run once so that what they do is seen.
 */
export function callUnknown(
  receiver: Value | null,
  given: Evaluated,
  span: Span,
  machine: Machine,
  path?: string,
): Value {
  if (path !== undefined && maySeed(path)) seedAll(machine)
  const values = [...(receiver === null ? [] : [receiver]), ...given.positional.map((one) => one.value)]
  for (const value of values) if (value.kind === 'function') machine.callOnce(value, span)
  if (path === undefined || !harmless.test(path)) unseen(given, span, machine)
  for (const value of values)
    if ('statistics' in value && value.statistics) mayHaveLearned(value.statistics, span)
  const name = path ?? 'call'
  const changed = imageBehind(values, name, span) ?? streamBehind(values, name, span, machine)
  if (changed !== undefined) return changed
  const loader = given.positional.find(({ value }) => value.kind === 'loader')
  if (loader !== undefined) return loader.value
  const symbolic = modelTensorIn(values)
  if (symbolic !== undefined) return behindUnknown(symbolic, name, span)
  const all = [...values, ...[...given.keyword.values()].map((one) => one.value)]
  noteComparison(all, span, machine.record)
  return { ...resultOf(all, span), ...derivedFrom(given) }
}

/** The image among the values, as one that cannot be followed any further, or that changes by chance. */
function imageBehind(values: readonly Value[], name: string, span: Span): Value | undefined {
  const image = values.find((value) => value.kind === 'tensor' && value.image)
  if (image?.kind !== 'tensor') return undefined
  const random = values.map(randomOf).find((one) => one !== undefined)
  const step = random === undefined ? opaqueStep(name, span) : randomStep(random.name, span)
  return { ...image, steps: [...image.steps, step], span }
}

/** The dataset among the values, of which the call may make any other. */
function streamBehind(
  values: readonly Value[],
  name: string,
  span: Span,
  machine: Machine,
): Value | undefined {
  const stream = values.find((value) => value.kind === 'stream')
  if (stream?.kind !== 'stream') return undefined
  const steps = [...stream.steps, { step: opaqueStep(name, span), call: span }]
  return machine.record.addStream(
    { ...withSamples(withoutLabels(stream), undefined), steps, element: null },
    stream,
  )
}

/** The samples that a function is given first, or under a usual name. */
function derivedFrom({ positional, keyword }: Evaluated): { derived?: Value } {
  const named = ['images', 'image', 'x', 'X'].map((name) => keyword.get(name)?.value)
  const [first] = [positional[0]?.value, ...named].filter((value) => value !== undefined)
  return first?.kind === 'unknown' ? { derived: first } : {}
}

/** Something unknown that remembers chance, folder and trace of what it was made from. */
function resultOf(values: readonly Value[], span: Span): UnknownValue {
  const random = values.map(randomOf).find((one) => one !== undefined)
  const source = values.find((value) => value.kind === 'unknown' && value.path !== undefined)
  return {
    kind: 'unknown',
    span,
    ...(random === undefined ? {} : { random }),
    ...traced(sharedTrace(values)),
    ...scored(values),
    ...orderOf(values),
    ...(source?.kind === 'unknown' && source.path !== undefined ? { path: source.path } : {}),
  }
}
