import type { Argument, Expression, Statement, Target } from '../../src/setup/program.ts'

/** Prints a program in a Python-like shorthand, so that a test can state what a piece of source was lowered to. */
export function show(body: readonly Statement[], indent = ''): string {
  return body.map((statement) => `${indent}${showStatement(statement, indent)}`).join('\n')
}

function showStatement(node: Statement, indent: string): string {
  const inner = (body: readonly Statement[]) =>
    body.length === 0 ? ' pass' : `\n${show(body, `${indent}  `)}`
  switch (node.kind) {
    case 'assign':
      return `${node.targets.map(showTarget).join(' = ')} = ${showExpression(node.value)}`
    case 'update':
      return `${showTarget(node.target)} ${node.operator}= ${showExpression(node.value)}`
    case 'expression':
      return showExpression(node.value)
    case 'define':
      return `def ${node.name}${showFunction(node.function, inner)}`
    case 'class':
      return `class ${node.name}(${node.bases.map(showExpression).join(', ')}):${inner(node.body)}`
    case 'return':
      return `return ${node.value === null ? '' : showExpression(node.value)}`.trimEnd()
    case 'if': {
      const otherwise = node.otherwise.length === 0 ? '' : `\n${indent}else:${inner(node.otherwise)}`
      return `if ${showExpression(node.test)}:${inner(node.then)}${otherwise}`
    }
    case 'for':
      return `for ${showTarget(node.target)} in ${showExpression(node.iterable)}:${inner(node.body)}`
    case 'while':
      return `while ${showExpression(node.test)}:${inner(node.body)}`
    case 'with': {
      const items = node.items.map(({ value, target }) => {
        const alias = target === null ? '' : ` as ${showTarget(target)}`
        return `${showExpression(value)}${alias}`
      })
      return `with ${items.join(', ')}:${inner(node.body)}`
    }
    case 'try': {
      const handlers = node.handlers.map((body) => `\n${indent}except:${inner(body)}`)
      const last = node.finally.length === 0 ? '' : `\n${indent}finally:${inner(node.finally)}`
      return `try:${inner(node.body)}${handlers.join('')}${last}`
    }
    case 'import':
      return `import ${node.bindings.map((one) => `${one.module}:${one.name ?? ''} as ${one.local}`).join(', ')}`
    case 'unknown':
      return `?(${node.reads.map(showExpression).join(', ')})`
    case 'leave':
      return 'leave'
  }
}

type Function = Extract<Expression, { kind: 'function' }>

function showFunction(node: Function, inner: (body: Statement[]) => string): string {
  const parameters = node.parameters.map((one) => {
    const name = `${one.rest === null ? '' : stars[one.rest]}${one.pattern === null ? one.name : showTarget(one.pattern)}`
    return one.default === null ? name : `${name}=${showExpression(one.default)}`
  })
  const outer = node.outer.length === 0 ? '' : ` outer ${node.outer.join(', ')}`
  return `(${parameters.join(', ')})${outer}:${inner(node.body)}`
}

function showTarget(node: Target): string {
  switch (node.kind) {
    case 'name':
      return node.name
    case 'attribute':
      return `${showExpression(node.object)}.${node.name}`
    case 'subscript':
      return `${showExpression(node.object)}[${showExpression(node.index)}]`
    case 'tuple':
      return `(${node.items.map(showTarget).join(', ')})`
    case 'record':
      return `{${node.entries.map((entry) => `${entry.key}: ${showTarget(entry.target)}`).join(', ')}}`
    case 'star':
      return `*${showTarget(node.target)}`
  }
}

export function showExpression(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value)
    case 'name':
      return node.name
    case 'attribute':
      return `${showExpression(node.object)}.${node.name}`
    case 'subscript':
      return `${showExpression(node.object)}[${showExpression(node.index)}]`
    case 'call':
      return `${showExpression(node.callee)}(${node.arguments.map(showArgument).join(', ')})`
    case 'list':
      return `[${node.items.map(showExpression).join(', ')}]`
    case 'tuple':
      return `(${node.items.map((item) => `${showExpression(item)},`).join(' ')})`
    case 'slice': {
      const parts = [node.from, node.to, ...(node.step === null ? [] : [node.step])]
      return parts.map((part) => (part === null ? '' : showExpression(part))).join(':')
    }
    case 'comprehension': {
      const key = node.key === null ? '' : `${showExpression(node.key)}: `
      const conditions = node.conditions.map((condition) => ` if ${showExpression(condition)}`).join('')
      const loop = `for ${showTarget(node.target)} in ${showExpression(node.iterable)}`
      return `[${key}${showExpression(node.element)} ${loop}${conditions}]`
    }
    case 'dict':
      return `{${node.entries.map(showEntry).join(', ')}}`
    case 'binary':
      return `(${showExpression(node.left)} ${node.operator} ${showExpression(node.right)})`
    case 'unary':
      return `(${node.operator} ${showExpression(node.operand)})`
    case 'conditional':
      return `(${[node.test, node.then, node.otherwise].map(showExpression).join(' ? ')})`
    case 'template':
      return `f(${node.parts.map(showExpression).join(' ')})`
    case 'function':
      return `<fn ${showFunction(node, (body) => ` ${show(body).replaceAll('\n', '; ')}`)}>`
    case 'spread':
      return `*${showExpression(node.value)}`
    case 'yield':
      return `yield${node.each ? '*' : ''} ${node.value === null ? '' : showExpression(node.value)}`
    case 'unknown':
      return `?(${node.reads.map(showExpression).join(', ')})`
  }
}

const stars = { positional: '*', keyword: '**' }

const showArgument = ({ name, spread, value }: Argument) =>
  `${name === null ? '' : `${name}=`}${spread === null ? '' : stars[spread]}${showExpression(value)}`

const showEntry = (entry: { key: Expression | null; value: Expression }) =>
  entry.key === null
    ? `...${showExpression(entry.value)}`
    : `${showExpression(entry.key)}: ${showExpression(entry.value)}`
