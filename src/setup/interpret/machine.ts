import type { Edit } from '../../model/fix.ts'
import type { Span } from '../../model/span.ts'
import type { Row } from '../frameworks/table.ts'
import type { Expression, Statement } from '../program.ts'
import type { Recorder } from './recorder.ts'
import type { SourceText } from './source-texts.ts'
import type { FunctionValue } from './values/program.ts'
import type { FunctionNode, Given, Scope, Value } from './values/value.ts'

/** Arguments of a call, spreads opened where they could be. */
export interface Evaluated extends Given {
  /** What was spread as positional arguments. */
  opened?: Value[]
}

/** One call of a function, or the body of a module. */
export interface Frame {
  returns: Value[]
  yields: Value[]
}

/** A library call on its way to its effect. */
export interface LibraryCall {
  row: Row
  /** The name as written, e.g. `tf.image.resize`. */
  written: string
  receiver: Value | null
  receiverNode: Expression | null
  node: Extract<Expression, { kind: 'call' }>
  arguments: Evaluated
  span: Span
}

/**
 * What the parts of the interpreter share. They call one another through it (a call runs statements, which hold
 * expressions, which hold calls), so that none needs to import the others.
 */
export interface Machine {
  readonly record: Recorder
  readonly rows: ReadonlyMap<string, Row>
  /** Texts of a file that can be edited: its own, or those of the code cells of a notebook. */
  readonly textsOf: (path: string) => SourceText[]
  readonly language: () => 'python' | 'javascript'
  evaluate(node: Expression, scope: Scope): Value
  /** True when the block ended (return, break, raise): what follows is not reached. */
  execute(body: readonly Statement[], scope: Scope, frame: Frame): boolean
  callFunction(callee: FunctionValue, given: Evaluated, span: Span): Value
  /** Runs a function whose caller we do not know, unless it has been called before. */
  callOnce(callee: FunctionValue, span: Span): void
  /** Calls anything: functions, classes, layers, library symbols. */
  callValue(callee: Value, given: Evaluated, span: Span, node?: Extract<Expression, { kind: 'call' }>): Value
  /** Value of an imported name. */
  importModule(module: string, name: string | null, span: Span): Value
  /** The statement being executed: new statements are inserted before it. */
  statement: Span | null
  /** The call of the program's own function that is being run. */
  caller: { node: Extract<Expression, { kind: 'call' }>; of: FunctionNode } | null
  /** Inside a branch that one call alone decides by an argument: that call, and the edits that make it not do so. */
  toggle: { call: Span; edits: Edit[] } | null
  /** Inside a branch that takes parameters by the name of a part of the trunk. */
  trunkPicked: boolean
  /** More than 0 inside a branch or loop body that may not be taken. */
  undecided: number
  /** More than 0 inside a loop body: what is done there is done any number of times. */
  looping: number
}
