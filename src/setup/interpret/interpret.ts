import { type Dialect, dialectOf, libraryOf } from '../frameworks/index.ts'
import type { Row } from '../frameworks/table.ts'
import { type Program, type Statement, wholeModule } from '../program.ts'
import { callValue } from './calls.ts'
import { streamOfLoader } from './effects/torch/loaders.ts'
import { evaluateExpression } from './expressions.ts'
import { functionCaller } from './functions.ts'
import type { Evaluated, Machine } from './machine.ts'
import { resolveModule } from './modules.ts'
import { Recorder } from './recorder.ts'
import { Variables } from './scope.ts'
import { textsIn } from './source-texts.ts'
import { executeBlock } from './statements.ts'
import { assignTo } from './targets.ts'
import type { ClassValue, DictValue, FunctionValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** The project's own programs by path, for imports among them. */
export type Programs = ReadonlyMap<string, { program: Program; text: string }>

class OutOfBudget extends Error {}

/**
 * Runs one program abstractly, with the project's modules that it imports, and tells what training it sets up.
 * Functions that nobody calls are run once with unknown arguments at the end, so that what they train is seen.
 * `steps`: expressions and statements that may be evaluated; `spent` tells how many were.
 */
export function interpret(
  entry: Program,
  programs: Programs,
  rows: ReadonlyMap<string, Row>,
  steps: number,
): { record: Recorder; spent: number } {
  const record = new Recorder()
  const dialect = dialectOf(entry.language)
  let left = steps
  const spend = () => {
    left -= 1
    if (left < 0) throw new OutOfBudget()
  }
  const loaded = new Map<string, Value>()
  const textsOf = textsIn(programs)
  const called = new Set<FunctionValue['node']>()
  const machine: Machine = {
    record,
    rows,
    textsOf,
    language: () => dialect,
    evaluate(node, scope) {
      spend()
      return evaluateExpression(node, scope, machine)
    },
    execute(body, scope, frame) {
      spend()
      return executeBlock(body, scope, frame, machine)
    },
    callFunction(callee, given, span) {
      called.add(callee.node)
      return inline(callee, given, span)
    },
    callOnce(callee, span) {
      if (!called.has(callee.node)) machine.callFunction(callee, anything, span)
    },
    callValue: (callee, given, span, node) => callValue(callee, given, span, machine, node),
    importModule: (module, name, span) =>
      importFrom({ module, name, span }, { entry, programs, loaded, machine, dialect }),
    statement: null,
    caller: null,
    toggle: null,
    trunkPicked: false,
    undecided: 0,
    looping: 0,
  }
  const inline = functionCaller(
    () => machine,
    (target, value, scope) => assignTo(target, value, scope, machine),
  )
  try {
    const scope = new Variables(null)
    machine.execute(entry.body, scope, { returns: [], yields: [] })
    runUncalled(scope, machine, called)
    for (const loader of record.trace.loaders)
      if (!record.trace.streams.has(loader)) streamOfLoader(loader, machine)
  } catch (fault) {
    if (!(fault instanceof OutOfBudget) && !(fault instanceof RangeError)) throw fault
    record.gaps.push({ reason: 'too large or too deeply nested to be followed to its end' })
  }
  return { record, spent: steps - Math.max(left, 0) }
}

/** What a caller that we do not see gives: any value for every parameter, whatever its default. */
const anything: Evaluated = { positional: [], keyword: new Map(), complete: false }

/** Entry points that only a framework or another file calls. */
function runUncalled(scope: Scope, machine: Machine, called: ReadonlySet<FunctionValue['node']>): void {
  for (const value of [...scope.variables.values()]) {
    if (value.kind === 'function' && value.scope === scope) machine.callOnce(value, value.span)
    if (value.kind === 'class') runMethods(value, machine, called)
  }
}

/** The methods of a class that nobody calls, on one instance; what makes it first. */
function runMethods(owner: ClassValue, machine: Machine, called: ReadonlySet<FunctionValue['node']>): void {
  const self: Value = { kind: 'instance', class: owner, fields: new Map(), span: owner.span }
  const makes = (name: string) => name === '__init__' || name === 'constructor'
  const names = [...owner.members.keys()].sort((a, b) => Number(makes(b)) - Number(makes(a)))
  for (const name of names) {
    const method = owner.members.get(name)
    if (method?.kind !== 'function' || called.has(method.node)) continue
    machine.callFunction({ ...method, self }, anything, owner.span)
  }
}

interface Importing {
  entry: Program
  programs: Programs
  loaded: Map<string, Value>
  machine: Machine
  dialect: Dialect
}

interface Wanted {
  module: string
  name: string | null
  span: Value['span']
}

/** A module of the project is run once and seen as a dict of its names; any other is a library. */
function importFrom({ module, name, span }: Wanted, context: Importing): Value {
  const path = resolveModule(module, span.path, context.programs)
  if (path === null) {
    const submodule =
      name === null ? null : resolveModule(joinModule(module, name), span.path, context.programs)
    if (submodule !== null) return load(submodule, span, context)
    const library = libraryOf(module)
    return { kind: 'symbol', path: name === null ? library : `${library}.${name}`, span }
  }
  const loaded = load(path, span, context)
  if (loaded.kind !== 'dict') return loaded
  const whole = loaded.entries.get(wholeModule)?.value
  if (name === null || (name === 'default' && !loaded.entries.has(name))) return whole ?? loaded
  const own =
    loaded.entries.get(name)?.value ?? (whole?.kind === 'dict' ? whole.entries.get(name)?.value : undefined)
  return own ?? { kind: 'symbol', path: `${module}.${name}`, span }
}

const joinModule = (module: string, name: string) =>
  module.endsWith('.') ? `${module}${name}` : `${module}.${name}`

function load(path: string, span: Value['span'], context: Importing): Value {
  const known = context.loaded.get(path)
  if (known !== undefined) return known
  const found = context.programs.get(path)
  if (found === undefined) return unknown(span)
  const module: DictValue = { kind: 'dict', entries: new Map(), complete: true, span }
  context.loaded.set(path, module)
  const scope = new Variables(null)
  const { statement } = context.machine
  context.machine.execute(withoutMain(found.program.body), scope, { returns: [], yields: [] })
  context.machine.statement = statement
  for (const [name, value] of scope.variables) module.entries.set(name, { value, span: value.span })
  return module
}

/** `if __name__ == '__main__':` is false in an imported module. */
function withoutMain(body: readonly Statement[]): Statement[] {
  return body.filter(
    (node) =>
      !(
        node.kind === 'if' &&
        node.test.kind === 'binary' &&
        node.test.left.kind === 'name' &&
        node.test.left.name === '__name__'
      ),
  )
}
