import type { Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import { repeatsFiles } from '../files/repeats.ts'
import { opaqueStep } from '../join.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { stringOf } from '../read-value.ts'
import { placeOf } from '../statistics.ts'
import type { ArraysValue, TensorValue } from '../values/data.ts'
import type { Value } from '../values/value.ts'
import { featuresOfEach } from './features.ts'
import { passThrough } from './plain.ts'

/** `np.array(images)`. */
export function gathered(call: LibraryCall, machine: Machine): Value {
  const value = passThrough(call, 0)
  return arraysOfImages(value, call.span, machine) ?? featuresOfEach(value, call.span, machine) ?? value
}

/** Where the list holds several versions of one photo (`images.append(cv2.flip(image, 1))`): that it does. */
function copiesOf(first: TensorValue, images: readonly TensorValue[]): Step[] {
  if (images.some((image) => !isOf(image, first))) return []
  const others = images.filter((image) => image !== first && isVersionOf(image, first))
  const changes = others.flatMap(({ steps, fixed }) => [...steps.slice(first.steps.length), ...fixed])
  const [change] = changes
  return change === undefined
    ? []
    : [{ kind: 'oversample', name: change.name, span: change.span, removal: null }]
}

/** Each photo is added in each round of an inner loop. */
const againIn = ({ fixed, steps }: TensorValue, span: Span): Step => ({
  kind: 'oversample',
  name: (fixed.at(-1) ?? steps.findLast(({ kind }) => kind === 'random-transform'))?.name ?? 'a loop',
  span,
  removal: null,
})

/** Read by the same call, and come the same way so far. */
const isOf = (image: TensorValue, original: TensorValue): boolean =>
  original.steps.every((step, index) => JSON.stringify(step) === JSON.stringify(image.steps[index]))

/** Read by the same call, and then turned, flipped or changed at random: scaling makes no further sample. */
function isVersionOf(image: TensorValue, original: TensorValue): boolean {
  const { steps, fixed } = original
  const added = image.steps.slice(steps.length)
  return (
    steps.some(({ kind }) => kind === 'decode') &&
    added.every(({ kind }) => kind === 'random-transform') &&
    added.length + image.fixed.length > fixed.length
  )
}

/**
 * A list of images as arrays that have come the way of each image; undefined for any other value, and where the
 * images of the list have come different ways.
 */
export function arraysOfImages(value: Value, span: Span, machine: Machine): ArraysValue | undefined {
  if (value.kind !== 'list') return undefined
  const images = value.items.filter((item): item is TensorValue => item.kind === 'tensor' && item.image)
  const [first] = images
  if (first === undefined || images.length < value.items.length) return undefined
  const samples = machine.record.files.of(value)
  const again = samples !== undefined && repeatsFiles(samples)
  const copies = again ? [againIn(first, span)] : copiesOf(first, images)
  const others = images.find((image) => wayOf(image) !== wayOf(first))
  if (others !== undefined && copies.length === 0) return undefined
  // Versions that were scaled as well have another range.
  const mixed = images.find(({ steps }) =>
    steps.slice(first.steps.length).some(({ kind }) => kind !== 'random-transform'),
  )
  return {
    kind: 'arrays',
    source: machine.record.sourceAt(placeOf(span)),
    split: null,
    steps: [
      ...sharedSteps(images, first),
      ...copies,
      ...(mixed === undefined ? [] : [opaqueStep('versions', mixed.span)]),
    ],
    ...sharedPath(images, first),
    ...(samples === undefined ? {} : { samples }),
    span,
  }
}

/** What was done to an image, wherever that is written: two loops may read two folders alike. */
const wayOf = ({ steps }: TensorValue): string =>
  JSON.stringify(steps, (key, value: unknown) => (places.has(key) ? undefined : value))

const places: ReadonlySet<string> = new Set(['span', 'removal'])

/** The steps of the first, with the other places in which they are written for the others. */
const sharedSteps = (images: readonly TensorValue[], { steps }: TensorValue): Step[] =>
  steps.map((step, index) => {
    const places = new Map(
      images.flatMap((image) => {
        const same = image.steps[index]
        return same === undefined ? [] : [[JSON.stringify(same.span), same.span] as const]
      }),
    )
    places.delete(JSON.stringify(step.span))
    return places.size === 0 ? step : { ...step, removal: null, also: [...places.values()] }
  })

function sharedPath(images: readonly TensorValue[], { path }: TensorValue): Pick<ArraysValue, 'path'> {
  if (path === undefined) return {}
  const all = images.every((image) => stringOf(image.path) === stringOf(path))
  return all ? { path } : {}
}
