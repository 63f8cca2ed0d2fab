import type { SyntaxNode } from '../tree.ts'
import { expression, operation } from './expressions.ts'
import type { Grammar } from './grammar.ts'
import { node } from './nodes.ts'
import { checkedTarget } from './targets.ts'
import { fault, type Tokens } from './tokens.ts'

/** The bitwise or, the weakest operator of what `in` stands behind. */
const bitwiseOr = 5

/** More levels of brackets and blocks are not read, as CPython does not (200 and 100). */
const deepest = 200

/** Ties expressions, bare lists and `yield` together over the tokens of one text. */
export function grammarOf(tokens: Tokens): Grammar {
  let levels = 0
  const grammar: Grammar = {
    expression: () => grammar.within(() => expression(tokens, grammar)),
    part: () => grammar.within(() => expression(tokens, grammar, true)),
    within: (read) => {
      if (levels >= deepest) throw fault
      levels += 1
      try {
        return read()
      } finally {
        levels -= 1
      }
    },
    item: () => starred(tokens, grammar.expression),
    expressions: () => bareList(tokens, 'expression_list', grammar.item),
    value: () => (tokens.word === 'yield' ? yielded(tokens, grammar) : grammar.expressions()),
    loopTarget: () =>
      checkedTarget(
        bareList(tokens, 'pattern_list', () => starred(tokens, () => operation(tokens, grammar, bitwiseOr))),
      ),
  }
  return grammar
}

function starred(tokens: Tokens, read: () => SyntaxNode): SyntaxNode {
  const { start } = tokens
  return tokens.accept('*') ? node(tokens, 'list_splat', start, [read()]) : read()
}

/** One item, or several with commas between them. */
function bareList(tokens: Tokens, type: string, item: () => SyntaxNode): SyntaxNode {
  const first = item()
  if (tokens.word !== ',') return first
  const items = [first]
  while (tokens.accept(',')) {
    if (endsList(tokens)) break
    items.push(item())
  }
  return node(tokens, type, first.start, items)
}

const closers = new Set(['=', ':', ')', ']', '}', ';', 'in', '!'])

/** Whether a comma was the last one of its list. */
export const endsList = ({ kind, word }: Tokens): boolean =>
  kind === 'newline' || kind === 'end' || closers.has(word)

function yielded(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.next()
  if (tokens.accept('from')) return node(tokens, 'yield', start, [grammar.expression()])
  return node(tokens, 'yield', start, endsList(tokens) ? [] : [grammar.expressions()])
}
