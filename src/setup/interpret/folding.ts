type Constant = string | number | boolean | null

/** `a operator b` of constants; undefined where the languages differ or nothing sensible comes out. */
export function fold(operator: string, a: Constant, b: Constant): Constant | undefined {
  if (operator === '??') return a === null ? b : a
  if (typeof a === 'number' && typeof b === 'number') return foldNumbers(operator, a, b)
  if (operator === '+' && typeof a === 'string' && (typeof b === 'string' || typeof b === 'number'))
    return `${a}${b}`
  if (operator === '/' && typeof a === 'string' && typeof b === 'string') return `${a}/${b}`
  if (equality.has(operator)) return equality.get(operator) === (a === b)
  if (operator === 'and' || operator === '&&') return a ? b : a
  if (operator === 'or' || operator === '||') return a ? a : b
  return undefined
}

/** Operators that compare, and whether equal operands make them true. */
const equality = new Map([
  ['==', true],
  ['===', true],
  ['is', true],
  ['!=', false],
  ['!==', false],
  ['is not', false],
])

function foldNumbers(operator: string, a: number, b: number): Constant | undefined {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? undefined : a / b
    case '//':
      return b === 0 ? undefined : Math.floor(a / b)
    case '%':
      return b === 0 ? undefined : a - b * Math.floor(a / b)
    case '**':
      return a ** b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case 'and':
    case '&&':
      return a === 0 ? a : b
    case 'or':
    case '||':
      return a === 0 ? b : a
    default:
      return equality.has(operator) ? equality.get(operator) === (a === b) : undefined
  }
}
