import type { FileExpression } from '../../../model/file-expression.ts'
import type { Edit } from '../../../model/fix.ts'

/** A generator of random numbers, as far as the program tells what it has drawn. */
export interface Generator {
  library: 'numpy' | 'default_rng' | 'random' | 'torch'
  /** null without a seed; `unknown` where it may have been seeded, or has drawn we do not know what. */
  seed: FileExpression | null | 'unknown'
  /** Over how many items it has shuffled, in order. */
  draws: FileExpression[]
  /** Edits that give it a seed, of one that the program made without. */
  addSeed?: Edit[] | null
}
