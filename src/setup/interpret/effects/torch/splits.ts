import type { Edit } from '../../../../model/fix.ts'
import type { Split } from '../../../../model/pipeline.ts'
import type { Read, Span } from '../../../../model/span.ts'
import type { TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import { bind } from '../../arguments.ts'
import { chosenFiles, splitFiles } from '../../files/datasets.ts'
import { globalGenerator, seedGenerator as seedGlobally, surely } from '../../files/generators.ts'
import { drawGlobally } from '../../files/torch-randomness.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argument, argumentValue, numberOf, readValue } from '../../read-value.ts'
import { type Bound, unknown, type Value } from '../../values/value.ts'
import { arraysIn, numberOrNull } from '../sources.ts'
import { partOf } from './datasets.ts'
import { shareOf } from './shares.ts'

/** `random_split(dataset, lengths)`, `Subset(dataset, indices)`. */
export function cutDataset(
  call: LibraryCall,
  { how }: Extract<TorchMeaning, { kind: 'cut' }>,
  machine: Machine,
): Value {
  const bound = bind(call.row, call.arguments)
  const dataset = argumentValue(bound, 'dataset') ?? unknown(call.span)
  return how === 'subset'
    ? chosen(dataset, bound, call.span, machine)
    : randomly(dataset, bound, call, machine)
}

/** Indices that a split gave remember it. */
function chosen(dataset: Value, bound: Bound, span: Span, machine: Machine): Value {
  const indices = argumentValue(bound, 'indices')
  const part = partOf(dataset, (indices === undefined ? undefined : arraysIn(indices))?.split ?? null, span)
  return machine.record.files.set(part, chosenFiles(dataset, indices, machine))
}

function randomly(dataset: Value, bound: Bound, call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const lengths = argumentValue(bound, 'lengths')
  const sizes = lengths?.kind === 'list' && lengths.complete ? lengths.items : null
  const draw = drawn(bound, machine)
  const shares = sizes?.map(shareIn) ?? []
  const sides = sidesOf(shares)
  const parts = (sizes ?? []).map((_, index) => {
    const split: Split = {
      kind: 'torch-random-split',
      fraction: fractionOf(shares, sides, span),
      seed: draw.seed,
      draw: draw.id,
      shuffle: { from: 'default', value: true },
      stratify: { from: 'default', value: false },
      addSeed: addSeed(call, argument(bound, 'generator')),
      side: sides[index] ?? 'unknown',
      part: { index, shares },
      position: 0,
      span,
    }
    const lengths = sizes ?? []
    return machine.record.files.set(
      partOf(dataset, split, span),
      splitFiles(dataset, { lengths, seed: draw.seed, part: index }, machine),
    )
  })
  return { kind: 'list', items: parts, complete: sizes !== null, span }
}

/** A share (0..1) or a count of samples; null when not known. */
const shareIn = (size: Value): number | null => numberOf(size) ?? shareOf(size)?.times ?? null

/** The largest part is for training, the first of the others for validation, a third for testing. */
function sidesOf(shares: readonly (number | null)[]): Split['side'][] {
  const known = shares.every((share) => share !== null)
  if (!known || shares.length < 2 || shares.length > 3) return shares.map(() => 'unknown')
  const largest = shares.indexOf(Math.max(...shares.map(Number)))
  const others: Split['side'][] = ['validation', 'test']
  return shares.map((_, index) => (index === largest ? 'train' : (others.shift() ?? 'unknown')))
}

function fractionOf(shares: readonly (number | null)[], sides: Split['side'][], span: Span): Read<number> {
  const share = shares[sides.indexOf('validation')] ?? null
  if (share === null) return { from: 'unknown', value: null, span }
  const total = shares.reduce<number>((sum, one) => sum + Number(one), 0)
  return { from: 'code', value: total > 0 ? share / total : share, span }
}

/** The seed of the order that is drawn, and a name for that draw: equal names mean the same order. */
function drawn(bound: Bound, machine: Machine): { seed: Split['seed']; id: string | null } {
  const given = argument(bound, 'generator')
  const { trace } = machine.record
  const own = given?.value
  if (own?.kind === 'generator') {
    own.draws += 1
    const seed = own.draws === 1 ? seedRead(own.seed) : unknownSeed(own.span)
    return { seed, id: seed.value === null ? trace.newDraw() : `seed ${seed.value}` }
  }
  if (own !== undefined && !(own.kind === 'constant' && own.value === null))
    return { seed: unknownSeed(own.span), id: null }
  // Behind torch.manual_seed the order is the same in each run, but which one depends on all draws before.
  const seed = drawGlobally(machine)
  const { seeded } = trace
  if (seeded === null || seed === null) return { seed: { from: 'default', value: null }, id: trace.newDraw() }
  const value = seeded.seed === null ? undefined : numberOf(seeded.seed)
  return {
    seed:
      seed === 'unknown' || value === undefined || seeded.seed === null
        ? { from: 'unknown', value: null }
        : { from: 'code', value, span: seeded.seed.span },
    id: value === undefined ? null : `global seed ${value}, draw ${seeded.draws}`,
  }
}

const unknownSeed = (span: Span): Read<number | null> => ({ from: 'unknown', value: null, span })

const seedRead = (seed: Value | null): Read<number | null> =>
  seed === null ? { from: 'default', value: null } : readValue({ value: seed }, numberOrNull)

/** `generator=torch.Generator().manual_seed(42)` behind the last argument. */
function addSeed({ node }: LibraryCall, given: ReturnType<Bound['values']['get']>): Edit[] | null {
  const last = node.arguments.at(-1)
  const text = 'generator=torch.Generator().manual_seed(42)'
  if (given !== undefined) {
    const written = node.arguments.find(({ name }) => name === 'generator')
    return written === undefined ? null : [{ op: 'edit', span: written.span, text }]
  }
  if (last === undefined) return null
  const { endLine, endColumn } = last.span
  return [{ op: 'edit', span: { ...last.span, line: endLine, column: endColumn }, text: `, ${text}` }]
}

/** `torch.Generator()`, with `manual_seed` of it or of PyTorch itself. */
export function seedGenerator(call: LibraryCall, machine: Machine): Value {
  const { trace } = machine.record
  const seed = argumentValue(bind(call.row, call.arguments), 'seed') ?? unknown(call.span)
  const { receiver } = call
  if (receiver?.kind === 'generator') {
    receiver.seed = seed
    receiver.draws = 0
    return receiver
  }
  trace.seeded = { seed, draws: 0, spent: !surely(machine) }
  // Those of Lightning and accelerate seed numpy and Python, too.
  if (!call.written.endsWith('manual_seed'))
    for (const library of ['numpy', 'random'] as const)
      seedGlobally(globalGenerator(library, machine), machine.record.files.of(seed), machine)
  return { kind: 'generator', seed, draws: 0, span: call.span }
}
