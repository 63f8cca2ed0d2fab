import type { TrainingSetup } from '../model/setup.ts'
import type { Span } from '../model/span.ts'

/**
 * The language-neutral program that both front-ends lower to and that the one abstract interpreter runs.
 * It keeps what matters to data flow and drops what does not (types, decorators' effects, visibility).
 * Whatever a front-end cannot lower becomes `unknown`, never a guess.
 */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null; span: Span }
  | { kind: 'name'; name: string; span: Span }
  | { kind: 'attribute'; object: Expression; name: string; nameSpan: Span; span: Span }
  | { kind: 'subscript'; object: Expression; index: Expression; span: Span }
  | { kind: 'slice'; from: Expression | null; to: Expression | null; step: Expression | null; span: Span }
  | { kind: 'call'; callee: Expression; arguments: Argument[]; span: Span }
  | { kind: 'list'; items: Expression[]; span: Span }
  | { kind: 'tuple'; items: Expression[]; span: Span }
  /** A dict or object literal; a null key is a spread (`**other`, `...other`). */
  | { kind: 'dict'; entries: { key: Expression | null; value: Expression; span: Span }[]; span: Span }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression; span: Span }
  | { kind: 'unary'; operator: string; operand: Expression; span: Span }
  | { kind: 'conditional'; test: Expression; then: Expression; otherwise: Expression; span: Span }
  /** f-strings and template literals. */
  | { kind: 'template'; parts: Expression[]; span: Span }
  /** `outer`: names that the body assigns but that live in an enclosing scope (Python's global and nonlocal). */
  | {
      kind: 'function'
      parameters: Parameter[]
      body: Statement[]
      name: string | null
      outer: string[]
      span: Span
    }
  /** Makes its function a generator; `each` delegates to another iterable (`yield from`, `yield*`). */
  | { kind: 'yield'; value: Expression | null; each: boolean; span: Span }
  /**
   * Builds a list, or with a `key` a dict, of one element for every item that meets all `conditions`. A second
   * `for` is a comprehension of its own, spread as the element of the first.
   */
  | {
      kind: 'comprehension'
      key: Expression | null
      element: Expression
      target: Target
      iterable: Expression
      conditions: Expression[]
      span: Span
    }
  | { kind: 'spread'; value: Expression; span: Span }
  | { kind: 'unknown'; span: Span; reads: Expression[] }

export interface Argument {
  /** Keyword; null for a positional argument. */
  name: string | null
  /** `*args` / `...args` are `positional`, `**kwargs` is `keyword`. */
  spread: 'positional' | 'keyword' | null
  value: Expression
  /** The whole argument, keyword included. */
  span: Span
}

export interface Parameter {
  name: string
  default: Expression | null
  rest: 'positional' | 'keyword' | null
  /** Destructured parameters (`({x, y}) =>`) bind these instead of `name`. */
  pattern: Target | null
}

export type Target =
  | { kind: 'name'; name: string; span: Span }
  | { kind: 'attribute'; object: Expression; name: string; span: Span }
  | { kind: 'subscript'; object: Expression; index: Expression; span: Span }
  | { kind: 'tuple'; items: Target[]; span: Span }
  /** Object patterns: key in the value -> target. */
  | { kind: 'record'; entries: { key: string; target: Target }[]; span: Span }
  | { kind: 'star'; target: Target; span: Span }

export type Statement =
  | { kind: 'assign'; targets: Target[]; value: Expression; span: Span }
  /** `x += 1` */
  | { kind: 'update'; target: Target; operator: string; value: Expression; span: Span }
  | { kind: 'expression'; value: Expression; span: Span }
  | { kind: 'define'; name: string; function: Extract<Expression, { kind: 'function' }>; span: Span }
  | { kind: 'class'; name: string; bases: Expression[]; body: Statement[]; span: Span }
  | { kind: 'return'; value: Expression | null; span: Span }
  | { kind: 'if'; test: Expression; then: Statement[]; otherwise: Statement[]; span: Span }
  | { kind: 'for'; target: Target; iterable: Expression; body: Statement[]; span: Span }
  | { kind: 'while'; test: Expression; body: Statement[]; span: Span }
  | { kind: 'with'; items: { value: Expression; target: Target | null }[]; body: Statement[]; span: Span }
  | { kind: 'try'; body: Statement[]; handlers: Statement[][]; finally: Statement[]; span: Span }
  | { kind: 'import'; bindings: ImportBinding[]; span: Span }
  /** Ends the block as far as data flow goes. */
  | { kind: 'leave'; how: 'break' | 'continue' | 'raise'; span: Span }
  | { kind: 'unknown'; span: Span; reads: Expression[] }

export interface ImportBinding {
  /** As written: `tensorflow.keras`, `./data`, `..package.module`. */
  module: string
  /** The imported name, or null for the module itself (`import x`, `import * as x`). */
  name: string | null
  /** What it is called in this file; `*` for Python's star import. */
  local: string
}

/** The variable that holds what `require` of a file gives, where that is one value (`module.exports = model`). */
export const wholeModule = 'module.exports'

/** One parsed file. */
export interface Program {
  path: string
  language: 'python' | 'typescript' | 'javascript'
  body: Statement[]
  /** Comments that begin with `doctor-ignore`. */
  suppressions: TrainingSetup['suppressions']
  /** Parts that did not parse. */
  gaps: { reason: string; span?: Span }[]
  /** Of a notebook whose cells can be edited: the texts of its code cells, in which spans count lines. */
  cells?: readonly string[]
}
