import type { SplitName } from '../model/fix.ts'
import { addTo } from '../model/group-by.ts'

const spellings: Record<string, SplitName> = {
  train: 'train',
  training: 'train',
  trn: 'train',
  tr: 'train',
  entrenamiento: 'train',
  entrainement: 'train',
  apprentissage: 'train',
  treino: 'train',
  trainval: 'train',
  训练: 'train',
  训练集: 'train',
  val: 'validation',
  valid: 'validation',
  validate: 'validation',
  validation: 'validation',
  dev: 'validation',
  eval: 'validation',
  evaluation: 'validation',
  validierung: 'validation',
  validacion: 'validation',
  validacao: 'validation',
  验证: 'validation',
  验证集: 'validation',
  test: 'test',
  testing: 'test',
  tst: 'test',
  holdout: 'test',
  prueba: 'test',
  teste: 'test',
  测试: 'test',
  测试集: 'test',
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
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[\s_.-]*\d+$/, '')
  for (let shorter = word.replace(decoration, ''); shorter !== word; shorter = word.replace(decoration, '')) {
    word = shorter
  }
  word = word.replace(/^[\s_.-]+|[\s_.-]+$/g, '')
  return Object.hasOwn(spellings, word) ? (spellings[word] ?? null) : null
}

/** A name that begins with something else: `seg_train`, `flowers-valid`, `01 test`. */
const prefixed = /^(.+?)[\s_.-]+([^\s_.-]+)$/u

/**
 * The splits that folders beside one another stand for, by name. A word before the split counts where two names of
 * different splits share it or have a number there (`seg_train` and `seg_test`, `01_train` and `02_val`), and `eval` is
 * the test side beside a folder of validation (`train`, `dev`, `eval`).
 */
export function splitsOfSiblings(names: readonly string[]): Map<string, SplitName> {
  const found = new Map<string, SplitName>(behindPrefixes(names))
  for (const name of names) {
    const split = splitOfFolder(name)
    if (split !== null) found.set(name, split)
  }
  const validation = [...found].filter(([, split]) => split === 'validation').map(([name]) => name)
  const scored = validation.filter((name) => /eval/i.test(name))
  const tested = [...found.values()].includes('test')
  if (scored.length < validation.length && !tested) for (const name of scored) found.set(name, 'test')
  return found
}

/** Names that are no split's but for the words before it, which others of another split share. */
function behindPrefixes(names: readonly string[]): [string, SplitName][] {
  const families = new Map<string, [string, SplitName][]>()
  for (const name of names) {
    const [, before = '', last = ''] = prefixed.exec(name) ?? []
    const split = splitOfFolder(last)
    if (split !== null) addTo(families, /^\d+$/.test(before) ? '' : before.toLowerCase(), [name, split])
  }
  return [...families.values()]
    .filter((members) => new Set(members.map(([, split]) => split)).size > 1)
    .flat()
}

/** The split of the nearest folder above a file that is named like one; null when there is none. */
export function splitInPath(file: string): SplitName | null {
  const folders = file.split('/').slice(0, -1).reverse()
  return folders.map(splitOfFolder).find((split) => split !== null) ?? null
}

/**
 * The split that a file of many samples belongs to, by the words of its name (`train-00000-of-00004.parquet`,
 * `flowers_val.tfrecord`, `instances_train2017.json`), else by its folders; null when they tell none or several.
 */
export function splitOfFile(file: string): SplitName | null {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const words = name.split(/[^\p{Letter}\p{Mark}\d]+/u)
  const named = new Set(words.map(splitOfFolder).filter((split) => split !== null))
  const [split = null] = named
  return named.size > 1 ? null : (split ?? splitInPath(file))
}
