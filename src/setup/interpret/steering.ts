import type { Expression, Statement } from '../program.ts'
import type { Machine } from './machine.ts'
import { measuredOn } from './measured.ts'
import type { Value } from './values/value.ts'

/** Functions that keep a model or its weights, by their last names. */
const keeping =
  /^(save|save_weights|save_model|save_checkpoint|save_pretrained|save_state|checkpoint|deepcopy|state_dict|copyfile|saveWeights)$/

/**
 * Writes down that a hand-written loop decides by a score: which epoch is kept, or whether training ends. `test` is
 * what an `if` tests, the blocks are what depends on it.
 */
export function noteSteering(
  node: Extract<Statement, { kind: 'if' }>,
  test: Value,
  { record }: Machine,
): void {
  const stream = measuredOn([test])
  const { loops } = record.trace
  if (stream === undefined || loops.length === 0 || loops.at(-1)?.stream != null) return
  const how = [...node.then, ...node.otherwise].map(deedOf).find((deed) => deed !== null) ?? null
  if (how !== null) record.steered.push({ stream, how, loops: [...loops], span: node.test.span })
}

type Deed = 'keeps' | 'stops' | null

function deedOf(node: Statement): Deed {
  if (node.kind === 'leave') return node.how === 'break' ? 'stops' : null
  if (node.kind === 'expression' || node.kind === 'assign') return keeps(node.value) ? 'keeps' : null
  if (node.kind === 'if') return firstOf([...node.then, ...node.otherwise])
  return node.kind === 'with' ? firstOf(node.body) : null
}

const firstOf = (body: readonly Statement[]): Deed => body.map(deedOf).find((deed) => deed !== null) ?? null

function keeps(node: Expression): boolean {
  if (node.kind === 'unary') return keeps(node.operand)
  if (node.kind !== 'call') return false
  const { callee } = node
  const name = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : ''
  return keeping.test(name) || node.arguments.some(({ value }) => keeps(value))
}
