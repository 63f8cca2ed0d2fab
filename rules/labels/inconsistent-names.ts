import { classesOf, spellingKey } from '../../src/judge/class-names.ts'
import type { ClassFolder, Dataset } from '../../src/model/dataset.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'labels/inconsistent-names',
  severity: 'warning',
  needs: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'One class goes by several spellings: other case, separators, stray spaces, look-alike letters, or the plural in one split.',
    why: 'Loaders make a class of every spelling. The model gets two outputs for one thing, and where the splits spell it differently its validation images count as another class, or shift the numbers of all classes behind it.',
    how: 'Give the class one name everywhere: rename the folders, or the labels in the manifest.',
    fixSafety:
      'Unsafe: names that differ in spelling only could still be meant as two classes, and code may name the old folders.',
    references: [
      'Unicode Technical Standard 39, Unicode Security Mechanisms: https://www.unicode.org/reports/tr39/',
      'https://www.tensorflow.org/api_docs/python/tf/keras/utils/image_dataset_from_directory',
    ],
    bad: 'train/soy-milk/\nval/Soy_Milk/',
    good: 'train/soy-milk/\nval/soy-milk/',
  },
  *check({ dataset }) {
    const named = new Set(dataset.samples.map((sample) => sample.label))
    for (const spellings of classesOf(dataset)) {
      const used = spellings.filter((label) => named.has(label))
      const [name, ...others] = used
      if (name === undefined || others.length === 0) continue
      const plural = new Set(used.map(spellingKey)).size > 1
      const wrong = dataset.samples.filter(({ label }) => label !== null && others.includes(label))
      yield {
        message: `One class is called ${used.map(quote).join(' and ')}`,
        confidence: plural ? 0.85 : 0.97,
        locations: placesOf(dataset, used),
        evidence: { spellings: countByLabel(dataset, used) },
        fix: {
          title: `Call it ${quote(name)} everywhere`,
          applicability: 'unsafe',
          operations: wrong.map(({ path }) => ({ op: 'relabel', sample: path, label: name })),
        },
      }
    }
  },
})

/** What the eye does not see is written as an escape: spaces at the ends, invisible characters, foreign look-alikes. */
function quote(label: string): string {
  const latin = /[a-z]/i.test(label)
  const shown = [...label].map((letter, index, letters) => {
    const inner = letter === ' ' && index > 0 && index < letters.length - 1
    const plain = /[!-~\p{Script=Latin}]/u.test(letter) || (!latin && /\p{L}/u.test(letter))
    return inner || plain ? letter : `\\u{${letter.codePointAt(0)?.toString(16) ?? ''}}`
  })
  return `"${shown.join('')}"`
}

function placesOf(dataset: Dataset, labels: readonly string[]) {
  const folders = dataset.classFolders.filter((folder: ClassFolder) => labels.includes(folder.label))
  if (folders.length > 0) return folders.map(({ path, split }) => ({ path, split }))
  return labels.flatMap((label) => {
    const sample = dataset.samples.find((one) => one.label === label)
    return sample === undefined ? [] : [{ path: sample.path, split: sample.split, label }]
  })
}

function countByLabel(dataset: Dataset, labels: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    labels.map((label) => [label, dataset.samples.filter((sample) => sample.label === label).length]),
  )
}
