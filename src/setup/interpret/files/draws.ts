import { callOf, type FileExpression } from '../../../model/file-expression.ts'
import type { Edit } from '../../../model/fix.ts'
import type { Split } from '../../../model/pipeline.ts'
import type { Machine } from '../machine.ts'
import { numberOf } from '../read-value.ts'
import { argumentOf, expressionAt, type FileCall, type FileEffect, isGiven } from './file-call.ts'
import type { Generator } from './generator.ts'
import { drawFrom, globalGenerator, seedGenerator, seedRead } from './generators.ts'
import { lengthOf } from './lengths.ts'
import { seedArgument, seedBefore } from './seed-edits.ts'

/** `numpy.random.seed(42)` and its like, for the global generators that it seeds. */
const seeds =
  (...libraries: ('numpy' | 'random')[]): FileEffect =>
  (call, machine) => {
    const seed = isGiven(call, 0, 'seed', 'a') ? expressionAt(call, machine, 0, 'seed', 'a') : null
    for (const library of libraries) seedGenerator(globalGenerator(library, machine), seed, machine)
    return undefined
  }

/** `default_rng(42)`, `RandomState(42)`, `random.Random(42)`: a generator of its own, known by its expression. */
const makes =
  (library: Generator['library']): FileEffect =>
  (call, machine) => {
    const seed = isGiven(call, 0, 'seed') ? (expressionAt(call, machine, 0, 'seed') ?? 'unknown') : null
    const expression = callOf('random-numbers', {})
    machine.record.files.owned.set(expression, {
      library,
      seed,
      draws: [],
      addSeed: seed === null && call.node.arguments.length === 0 ? seedArgument(call.node, '42') : null,
    })
    return expression
  }

/** The generator that a method belongs to, or that an argument holds. */
function ownedBy(value: FileCall['receiver'] | undefined, machine: Machine): Generator | undefined {
  const { files } = machine.record
  const expression = value === null || value === undefined ? undefined : files.noted(value)
  return expression === undefined ? undefined : files.owned.get(expression)
}

export interface Draw {
  generator: Generator
  /** Edits that seed it. */
  addSeed: Edit[] | null
}

/** Who draws when a function of a library is called: the global generator. */
const globally =
  (library: 'numpy' | 'random') =>
  (call: FileCall, machine: Machine): Draw => ({
    generator: globalGenerator(library, machine),
    addSeed: seedBefore(call.node, machine),
  })

const owned = (call: FileCall, machine: Machine): Draw | undefined => {
  const generator = ownedBy(call.receiver, machine)
  return generator && { generator, addSeed: generator.addSeed ?? null }
}

/** Who draws by a `random_state=` argument: a fresh generator, one that it is given, or numpy's own. */
export function byRandomState(call: FileCall, machine: Machine, name = 'random_state'): Draw {
  const value = call.given.keyword.get(name)?.value
  const own = ownedBy(value, machine)
  if (own !== undefined) return { generator: own, addSeed: null }
  if (value === undefined || (value.kind === 'constant' && value.value === null)) {
    if (!call.given.complete)
      return { generator: { library: 'numpy', seed: 'unknown', draws: [] }, addSeed: null }
    return {
      generator: globalGenerator('numpy', machine),
      addSeed: seedArgument(call.node, `${name}=42`, name),
    }
  }
  const seed = machine.record.files.of(value)
  const known = seed !== undefined && (numberOf(value) !== undefined || seed.kind === 'call')
  return { generator: { library: 'numpy', seed: known ? seed : 'unknown', draws: [] }, addSeed: null }
}

/** Notes for rules that an expression cuts by chance. */
export function noteDraw(
  expression: FileExpression,
  { generator, addSeed }: Draw,
  call: FileCall,
  machine: Machine,
): FileExpression {
  const split: Split = {
    kind: 'permutation',
    fraction: { from: 'unknown', value: null },
    seed: seedRead(generator, call.node.span),
    shuffle: { from: 'default', value: true },
    stratify: { from: 'default', value: false },
    addSeed,
    side: 'unknown',
    position: 0,
    span: call.node.span,
  }
  machine.record.files.splits.set(expression, split)
  return expression
}

/** An operation that draws an order over a list; notes the draw. */
export function drawn(
  of: string,
  list: FileExpression,
  more: Record<string, FileExpression>,
  draw: Draw,
  call: FileCall,
  machine: Machine,
  counts = true,
): FileExpression {
  const seed = { ...draw.generator }
  const generator = drawFrom(draw.generator, counts ? lengthOf(list) : undefined, machine)
  const name = of === 'sample-frame' ? 'frame' : 'list'
  return noteDraw(
    callOf(of, { [name]: list, ...more, generator }),
    { ...draw, generator: seed },
    call,
    machine,
  )
}

type Drawer = (call: FileCall, machine: Machine) => Draw | undefined

/** `shuffle(list)` in place. */
const shuffle =
  (drawer: Drawer): FileEffect =>
  (call, machine) => {
    const { files } = machine.record
    const draw = drawer(call, machine)
    const [value] = call.given.positional
    if (draw === undefined || value === undefined) return undefined
    const list = files.noted(value.value)
    if (list !== undefined) files.change(value.value, drawn('shuffled', list, {}, draw, call, machine))
    else drawFrom(draw.generator, undefined, machine)
    return undefined
  }

/** `permutation(n or list)`. */
const permutation =
  (drawer: Drawer): FileEffect =>
  (call, machine) => {
    const draw = drawer(call, machine)
    if (draw === undefined) return undefined
    const list = expressionAt(call, machine, 0, 'x')
    if (list === undefined) drawFrom(draw.generator, undefined, machine)
    return list && drawn('shuffled', list, {}, draw, call, machine)
  }

/** `choice(n or list, size, replace=False)`, of numpy's legacy generator. */
const choice =
  (drawer: Drawer): FileEffect =>
  (call, machine) => {
    const draw = drawer(call, machine)
    if (draw === undefined) return undefined
    const [list, size] = [expressionAt(call, machine, 0, 'a'), expressionAt(call, machine, 1, 'size')]
    const replace = argumentOf(call, 2, 'replace')
    const without = replace?.kind === 'constant' && replace.value === false && !isGiven(call, 3, 'p')
    if (list !== undefined && size !== undefined && without && draw.generator.library === 'numpy')
      return drawn('choice', list, { size }, draw, call, machine)
    drawFrom(draw.generator, undefined, machine)
    return undefined
  }

/** Python's `random.sample(list, k)`. */
const sample =
  (drawer: Drawer): FileEffect =>
  (call, machine) => {
    const draw = drawer(call, machine)
    if (draw === undefined) return undefined
    const [list, size] = [expressionAt(call, machine, 0, 'population'), expressionAt(call, machine, 1, 'k')]
    if (list !== undefined && size !== undefined)
      return drawn('sample', list, { size }, draw, call, machine, false)
    drawFrom(draw.generator, undefined, machine)
    return undefined
  }

/** `frame.sample(frac=, n=, random_state=)`, or `rng.sample(list, k)` of a generator. */
const sampleOf: FileEffect = (call, machine) => {
  if (owned(call, machine) !== undefined) return sample(owned)(call, machine)
  const { files } = machine.record
  const frame = call.receiver === null ? undefined : files.noted(call.receiver)
  if (frame === undefined) return undefined
  for (const name of ['replace', 'weights', 'axis']) if (isGiven(call, 9, name)) return undefined
  const [count, share] = [expressionAt(call, machine, 0, 'n'), expressionAt(call, machine, 1, 'frac')]
  const size = { ...(count && { count }), ...(share && { share }) }
  const taken = drawn('sample-frame', frame, size, byRandomState(call, machine), call, machine)
  const renumber = argumentOf(call, 9, 'ignore_index')
  return renumber?.kind === 'constant' && renumber.value === true
    ? callOf('reset-index', { frame: taken })
    : taken
}

/** `sklearn.utils.shuffle(a, b, random_state=)`: all in one new order. */
const shuffleTogether: FileEffect = (call, machine) => {
  const { files } = machine.record
  const draw = byRandomState(call, machine)
  const lists = call.given.positional.map(({ value }) => files.of(value))
  const [first] = lists
  if (first === undefined || isGiven(call, 9, 'n_samples')) return undefined
  const seed = { ...draw.generator }
  const generator = drawFrom(draw.generator, lengthOf(first), machine)
  const orders = lists.map((list): FileExpression => {
    if (list === undefined) return { kind: 'unknown', reason: 'what it shuffles is not followed' }
    return noteDraw(callOf('shuffled', { list, generator }), { ...draw, generator: seed }, call, machine)
  })
  return orders.length === 1 ? orders[0] : { kind: 'list', items: orders }
}

/** A draw of something else: what the generator gives from now on is not known. */
const spends =
  (library: 'numpy' | 'random'): FileEffect =>
  (_, machine) => {
    drawFrom(globalGenerator(library, machine), undefined, machine)
    return undefined
  }

const otherDraws = {
  numpy: ['rand', 'randn', 'random', 'uniform', 'normal', 'randint', 'random_sample', 'binomial', 'beta'],
  random: ['random', 'uniform', 'randint', 'choice', 'choices', 'gauss', 'normalvariate', 'randrange'],
} as const

/** What calls draw at random. */
export const draws: readonly (readonly [string, FileEffect])[] = [
  ['numpy.random.seed', seeds('numpy')],
  ['random.seed', seeds('random')],
  ['keras.utils.set_random_seed', seeds('numpy', 'random')],
  ['numpy.random.default_rng', makes('default_rng')],
  ['numpy.random.RandomState', makes('numpy')],
  ['random.Random', makes('random')],
  ['numpy.random.shuffle', shuffle(globally('numpy'))],
  ['random.shuffle', shuffle(globally('random'))],
  ['method.shuffle', shuffle(owned)],
  ['numpy.random.permutation', permutation(globally('numpy'))],
  ['method.permutation', permutation(owned)],
  ['numpy.random.choice', choice(globally('numpy'))],
  ['method.choice', choice(owned)],
  ['random.sample', sample(globally('random'))],
  ['method.sample', sampleOf],
  ['sklearn.utils.shuffle', shuffleTogether],
  ...otherDraws.numpy.map((name) => [`numpy.random.${name}`, spends('numpy')] as const),
  ...otherDraws.random.map((name) => [`random.${name}`, spends('random')] as const),
]
