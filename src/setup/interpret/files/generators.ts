import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Read } from '../../../model/span.ts'
import type { Machine } from '../machine.ts'
import type { Generator } from './generator.ts'

/** A generator of the program's own, or the global one of a library, which nobody has seeded at first. */
export function globalGenerator(library: 'numpy' | 'random', machine: Machine): Generator {
  const { generators } = machine.record.files
  const known = generators.get(library)
  if (known !== undefined) return known
  const made: Generator = { library, seed: null, draws: [] }
  generators.set(library, made)
  return made
}

/** Whether what is done now is done once, and surely. */
export const surely = (machine: Machine) =>
  machine.record.files.context.length === 0 && machine.looping === 0 && machine.undecided === 0

/** Seeds a generator anew. */
export function seedGenerator(
  generator: Generator,
  seed: FileExpression | null | undefined,
  machine: Machine,
): void {
  generator.seed = seed === undefined || !surely(machine) ? 'unknown' : seed
  generator.draws = []
}

/** The generator as it is now, for an expression; what is drawn from it then counts for the next one. */
export function drawFrom(
  generator: Generator,
  count: FileExpression | undefined,
  machine: Machine,
): FileExpression {
  const { library, seed, draws } = generator
  const now = expressionOf(library, seed, [...draws])
  if (seed !== null && (count === undefined || !surely(machine))) generator.seed = 'unknown'
  else if (count !== undefined) generator.draws = [...draws, count]
  return now
}

function expressionOf(
  library: Generator['library'],
  seed: Generator['seed'],
  draws: FileExpression[],
): FileExpression {
  if (seed === null) return { kind: 'unknown', reason: 'it has no seed' }
  if (seed === 'unknown') return { kind: 'unknown', reason: 'the seed is not known' }
  return generatorOf(library, seed, draws)
}

/** A fresh generator of a seed. */
export const generatorOf = (
  library: Generator['library'],
  seed: FileExpression,
  draws: FileExpression[] = [],
) => callOf('generator', { library: constantOf(library), seed, draws: { kind: 'list', items: draws } })

/** The seed of a generator as rules read it. */
export function seedRead(
  { seed }: Generator,
  span: Extract<Read<number>, { from: 'code' }>['span'],
): Read<number | null> {
  if (seed === null) return { from: 'default', value: null }
  if (seed !== 'unknown' && seed.kind === 'constant' && typeof seed.value === 'number')
    return { from: 'code', value: seed.value, span }
  return { from: 'unknown', value: null }
}
