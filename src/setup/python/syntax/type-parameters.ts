import type { Grammar } from './grammar.ts'
import { name } from './nodes.ts'
import type { Tokens } from './tokens.ts'

/** Passes over `[T: int = str, *Ts, **P]`, where there is any. @throws fault */
export function typeParameters(tokens: Tokens, grammar: Grammar): void {
  if (!tokens.accept('[')) return
  do {
    if (tokens.word === ']') break
    if (!tokens.accept('*')) tokens.accept('**')
    name(tokens)
    if (tokens.accept(':')) grammar.expression()
    if (tokens.accept('=')) grammar.item()
  } while (tokens.accept(','))
  tokens.expect(']')
}
