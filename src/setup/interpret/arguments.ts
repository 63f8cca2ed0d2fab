import type { Span } from '../../model/span.ts'
import type { Row } from '../frameworks/table.ts'
import type { Argument } from '../program.ts'
import type { Evaluated, Machine } from './machine.ts'
import type { Bound, Scope, Value } from './values/value.ts'

/** Evaluates the arguments of a call; lists and dicts that are spread are opened. */
export function evaluateArguments(nodes: readonly Argument[], scope: Scope, machine: Machine): Evaluated {
  const given: Evaluated = { positional: [], keyword: new Map(), complete: true }
  for (const node of nodes) {
    const value = machine.evaluate(node.value, scope)
    if (node.spread !== null) spread(node, value, given)
    else if (node.name === null) given.positional.push({ value, node: node.value, span: node.span })
    else given.keyword.set(node.name, { value, node: node.value, span: node.span })
  }
  return given
}

function spread(node: Argument, value: Value, given: Evaluated): void {
  if (node.spread === 'positional') given.opened = [...(given.opened ?? []), value]
  if (node.spread === 'positional' && value.kind === 'list') {
    for (const item of value.items) given.positional.push({ value: item, node: node.value, span: item.span })
    given.complete &&= value.complete
  } else if (node.spread === 'positional' && value.kind === 'layers') {
    // Layers of a network (`*list(resnet.children())[:-1]`) stay together: one value means them all.
    given.positional.push({ value, node: node.value, span: node.span })
  } else if (node.spread === 'keyword' && value.kind === 'dict') {
    for (const [key, entry] of value.entries) {
      given.keyword.set(key, { value: entry.value, node: null, span: entry.span })
    }
    given.complete &&= value.complete
  } else {
    given.complete = false
  }
}

/** Arguments by the parameters of a library call. An options object counts as named arguments. */
export function bind(row: Row, given: Evaluated): Bound {
  const bound: Bound = { values: new Map(), complete: given.complete, rest: [] }
  for (const [index, { value, span }] of given.positional.entries()) {
    if (index === row.options) {
      if (value.kind === 'dict') {
        for (const [key, entry] of value.entries)
          bound.values.set(key, { value: entry.value, span: entry.span })
        bound.complete &&= value.complete
      } else bound.complete = false
      continue
    }
    const name = row.parameters[index]
    if (name === undefined) bound.rest.push({ value, span })
    else bound.values.set(name, { value, span })
  }
  for (const [name, { value, span }] of given.keyword) bound.values.set(name, { value, span })
  return bound
}

/** Arguments made of values, for calls that the interpreter itself makes. */
export function givenValues(
  values: readonly { value: Evaluated['positional'][number]['value']; span: Span }[],
): Evaluated {
  return {
    positional: values.map(({ value, span }) => ({
      value,
      span,
      node: { kind: 'unknown', span, reads: [] },
    })),
    keyword: new Map(),
    complete: true,
  }
}
