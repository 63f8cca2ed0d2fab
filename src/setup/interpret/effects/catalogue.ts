import type { Span } from '../../../model/span.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, booleanOf } from '../read-value.ts'
import { placeOf } from '../statistics.ts'
import type { StreamValue } from '../values/data.ts'
import { unknown, type Value } from '../values/value.ts'
import { imageTensor, pair } from './sources.ts'

/**
 * `tfds.load(...)`: a dataset for a split by name, a list of them for several, a dict of all without a split; with
 * `with_info` in a pair with the description. Images come as integers of 0..255.
 */
export function fromCatalogue(call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const bound = bind(call.row, call.arguments)
  const supervised = booleanOf(argumentValue(bound, 'as_supervised')) === true
  const dataset = (at: Span) => machine.record.addStream(photosOf(call, at, supervised, machine), null)
  const split = argument(bound, 'split')
  const data = splitsOf(split?.value, split?.span ?? span, dataset)
  const described = booleanOf(argumentValue(bound, 'with_info')) === true
  return described ? { kind: 'list', items: [data, unknown(span)], complete: true, span } : data
}

function splitsOf(split: Value | undefined, span: Span, dataset: (at: Span) => StreamValue): Value {
  if (split?.kind === 'list') return { ...split, items: split.items.map((one) => dataset(one.span)), span }
  if (split !== undefined && !(split.kind === 'constant' && split.value === null)) return dataset(span)
  const entries = ['train', 'validation', 'test'].map(
    (name) => [name, { value: dataset(span), span }] as const,
  )
  return { kind: 'dict', entries: new Map(entries), complete: false, span }
}

function photosOf(call: LibraryCall, at: Span, supervised: boolean, machine: Machine): StreamValue {
  const { span, written: name } = call
  const image = imageTensor(span)
  const entries = new Map<string, { value: Value; span: Span }>([['image', { value: image, span }]])
  return {
    kind: 'stream',
    framework: 'tensorflow',
    origin: { kind: 'unknown', span },
    source: machine.record.sourceAt(placeOf(at)),
    split: null,
    steps: [{ step: { kind: 'decode', name, span, removal: null }, call: span }],
    element: supervised ? pair(span, span) : { kind: 'dict', entries, complete: false, span },
    span,
  }
}

/** `(x_train, y_train), (x_test, y_test) = cifar10.load_data()`: integers of 0..255, and a number for each class. */
export function arraysOfCatalogue({ span, written: name }: LibraryCall): Value {
  const side = (kept: string): Value => {
    const photos: Value = {
      kind: 'arrays',
      source: `${placeOf(span)}:${kept}`,
      split: null,
      steps: [{ kind: 'decode', name, span, removal: null }],
      span,
    }
    const labels: Value = { ...unknown(span), labels: { as: 'numbers', span } }
    return { kind: 'list', items: [photos, labels], complete: true, span }
  }
  return { kind: 'list', items: [side('train'), side('test')], complete: true, span }
}
