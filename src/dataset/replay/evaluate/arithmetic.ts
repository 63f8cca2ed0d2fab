import { compare } from './compare.ts'
import type { Operation } from './given.ts'
import { pathFrom } from './texts.ts'
import {
  arrayOf,
  equal,
  type FileValue,
  firstUnordered,
  isList,
  isPath,
  isTrue,
  listOf,
  textOf,
  Undecided,
} from './values.ts'

/** Python's operators between single values. @throws Undecided where Python raises or we do not follow */
function operate(operator: string, a: FileValue, b: FileValue): FileValue {
  switch (operator) {
    case '==':
      return equal(a, b)
    case '!=':
      return !equal(a, b)
    case 'is':
      return b === null || a === null ? a === b : equal(a, b)
    case 'is not':
      return !(b === null || a === null ? a === b : equal(a, b))
    case '<':
      return compare(a, b) < 0
    case '<=':
      return compare(a, b) <= 0
    case '>':
      return compare(a, b) > 0
    case '>=':
      return compare(a, b) >= 0
    case 'in':
      return contains(b, a)
    case 'not in':
      return !contains(b, a)
    case '&':
      return isTrue(a) && isTrue(b)
    case '|':
      return isTrue(a) || isTrue(b)
  }
  if (isPixels(a) && typeof b === 'number' && onPixels.test(operator)) return a
  if (operator === '/' && (isPath(a) || isPath(b)))
    return { kind: 'path', path: pathFrom([textOf(a), textOf(b)]) }
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return a + b
  return calculate(operator, a, b)
}

/** An image is known by its file; arithmetic with a number changes its pixels. Python does none of it on texts. */
const isPixels = (value: FileValue) => typeof value === 'string' || isPath(value)
const onPixels = /^[-/+]$|^\*\*$|^\/\/$/

function calculate(operator: string, a: FileValue, b: FileValue): number {
  const [x, y] = [a, b].map((value) => (typeof value === 'boolean' ? Number(value) : value))
  if (typeof x !== 'number' || typeof y !== 'number')
    throw new Undecided(`what ${operator} makes of a list is not followed`)
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return x / y
    case '//':
      return Math.floor(x / y)
    case '%':
      return x - y * Math.floor(x / y)
    default:
      throw new Undecided(`the operator ${operator} is not followed`)
  }
}

/** Python's `in`. */
export function contains(where: FileValue, what: FileValue): boolean {
  if (isList(where)) return where.items.some((item) => equal(item, what))
  if (typeof where === 'object' && where?.kind === 'dict')
    return where.entries.some(([key]) => equal(key, what))
  return textOf(where).includes(textOf(what))
}

/** An operator; of an array or column with one value or with another one, item by item. */
const binary: Operation = (given) => {
  const operator = given.text('operator')
  if (operator === 'and') return isTrue(given.value('left')) ? given.value('right') : given.value('left')
  if (operator === 'or') return isTrue(given.value('left')) ? given.value('left') : given.value('right')
  const [left, right] = [given.value('left'), given.value('right')]
  if (!isList(left) && !isList(right)) return operate(operator, left, right)
  if (/^(not )?in$|^is/.test(operator)) return operate(operator, left, right)
  return onLists(operator, left, right)
}

function onLists(operator: string, left: FileValue, right: FileValue): FileValue {
  const arrays = [left, right].some((one) => isList(one) && one.array === true)
  if (isList(left) && isList(right)) {
    const unordered = firstUnordered(left, right)
    if (!arrays && operator === '+') return listOf([...left.items, ...right.items], unordered)
    if (!arrays && (operator === '==' || operator === '!=')) return equal(left, right) === (operator === '==')
    if (left.items.length !== right.items.length) throw new Undecided('two columns differ in length')
    return arrayOf(
      left.items.map((item, at) => operate(operator, item, right.items[at] ?? null)),
      unordered,
    )
  }
  if (isList(left)) {
    if (!arrays && operator === '*' && typeof right === 'number')
      return listOf(Array.from({ length: Math.max(0, right) }, () => left.items).flat(), left.unordered)
    return arrayOf(
      left.items.map((item) => operate(operator, item, right)),
      left.unordered,
    )
  }
  if (!isList(right)) return operate(operator, left, right)
  return arrayOf(
    right.items.map((item) => operate(operator, left, item)),
    right.unordered,
  )
}

/** `not x`, and `~mask` item by item. */
const not: Operation = (given) => {
  const value = given.value('value')
  if (!isList(value) || value.array !== true) return !isTrue(value)
  return arrayOf(
    value.items.map((item) => !isTrue(item)),
    value.unordered,
  )
}

/** Python rounds halves to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Operations on numbers and truth values. */
export const arithmetic: readonly (readonly [string, Operation])[] = [
  ['binary', binary],
  ['not', not],
  ['round', (given) => roundHalfEven(given.number('value'))],
  ['floor', (given) => Math.floor(given.number('value'))],
  ['ceil', (given) => Math.ceil(given.number('value'))],
  ['negative', (given) => -given.number('value')],
]
