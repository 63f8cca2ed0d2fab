import type { FileExpression } from '../../../model/file-expression.ts'
import {
  type FileList,
  type FileValue,
  type Frame,
  isFrame,
  isList,
  isTrue,
  textOf,
  Undecided,
} from './values.ts'

/** The arguments of an operation, worked out when they are asked for. */
export class Given {
  readonly expressions: Readonly<Record<string, FileExpression>>
  private readonly work: (expression: FileExpression) => FileValue

  constructor(
    expressions: Readonly<Record<string, FileExpression>>,
    work: (expression: FileExpression) => FileValue,
  ) {
    this.expressions = expressions
    this.work = work
  }

  has(name: string): boolean {
    return this.expressions[name] !== undefined
  }

  /** An argument that was not given is None. */
  value(name: string): FileValue {
    const expression = this.expressions[name]
    return expression === undefined ? null : this.work(expression)
  }

  text(name: string): string {
    return textOf(this.value(name))
  }

  number(name: string): number {
    const value = this.value(name)
    if (typeof value === 'number') return value
    if (typeof value === 'boolean') return Number(value)
    throw new Undecided(`${name} is no number`)
  }

  numberOr<T>(name: string, otherwise: T): number | T {
    return this.value(name) === null ? otherwise : this.number(name)
  }

  truth(name: string, otherwise = false): boolean {
    return this.has(name) ? isTrue(this.value(name)) : otherwise
  }

  list(name: string): FileList {
    const value = this.value(name)
    if (isList(value)) return value
    throw new Undecided('something that is no list is used as one')
  }

  frame(name: string): Frame {
    const value = this.value(name)
    if (isFrame(value)) return value
    throw new Undecided('something that is no table is used as one')
  }

  /** Works a part of an argument out. */
  part(expression: FileExpression): FileValue {
    return this.work(expression)
  }
}

/** An operation that expressions name. @throws Undecided */
export type Operation = (given: Given, world: World) => FileValue

import type { World } from './world.ts'
