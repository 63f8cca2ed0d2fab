import { arithmetic } from './arithmetic.ts'
import { frames } from './frames.ts'
import type { Operation } from './given.ts'
import { listing } from './listing.ts'
import { lists } from './lists.ts'
import { pairs } from './pairs.ts'
import { random } from './random.ts'
import { splits } from './splits.ts'
import { subscripts } from './subscripts.ts'
import { texts } from './texts.ts'

/** What an expression can call, by name. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...arithmetic,
  ...frames,
  ...listing,
  ...lists,
  ...pairs,
  ...random,
  ...splits,
  ...subscripts,
  ...texts,
])
