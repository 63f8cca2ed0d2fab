import type { SplitName } from '../model/fix.ts'

const spellings: Record<string, SplitName> = {
  train: 'train',
  training: 'train',
  trn: 'train',
  tr: 'train',
  val: 'validation',
  valid: 'validation',
  validate: 'validation',
  validation: 'validation',
  dev: 'validation',
  eval: 'validation',
  evaluation: 'validation',
  test: 'test',
  testing: 'test',
  tst: 'test',
  holdout: 'test',
}

/** Words that people add to a split's name: `train_set`, `Validation images`, `test-data`. */
const decoration = /[\s_.-]*(set|split|data|dataset|dir|folder|images?|imgs?|photos|pictures)$/

/**
 * The split that a folder's name stands for, or null: `train`, `Training`, `valid`, `dev`, `val_images`, `test2017`.
 * A name alone proves little (`train` is also a vehicle): see `layoutOf`.
 */
export function splitOfFolder(name: string): SplitName | null {
  let word = name
    .trim()
    .toLowerCase()
    .replace(/[\s_.-]*\d+$/, '')
  for (let shorter = word.replace(decoration, ''); shorter !== word; shorter = word.replace(decoration, '')) {
    word = shorter
  }
  word = word.replace(/^[\s_.-]+|[\s_.-]+$/g, '')
  return Object.hasOwn(spellings, word) ? (spellings[word] ?? null) : null
}
