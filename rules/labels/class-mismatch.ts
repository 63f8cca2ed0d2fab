import { classesOf } from '../../src/judge/class-names.ts'
import type { ClassFolder, Dataset } from '../../src/model/dataset.ts'
import type { SplitName } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'labels/class-mismatch',
  severity: 'error',
  needs: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'A class has images in one split and none in another.',
    why: 'A class without training images cannot be learned, and one without validation images is never measured. Worse, loaders that number classes by their folders (Keras, torchvision) then number the splits differently: every class behind the gap is compared with the wrong output.',
    how: 'Make the split so that each class is on every side (stratified), remove the class everywhere, or name the classes explicitly (class_names=, classes=) in every loader.',
    fixSafety: 'Manual: only a person can say whether images are missing, misplaced or not wanted.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/keras/utils/image_dataset_from_directory',
      'https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html',
    ],
    bad: 'train/banana/ train/kiwi/ train/tomato/\nval/kiwi/ val/tomato/   # kiwi is class 1 in train and 0 in val',
    good: 'train/banana/ train/kiwi/ train/tomato/\nval/banana/ val/kiwi/ val/tomato/',
  },
  *check({ dataset }) {
    const splits = labelledSplits(dataset)
    if (splits.length < 2) return
    for (const labels of classesOf(dataset)) {
      const folders = dataset.classFolders.filter((folder) => labels.includes(folder.label))
      const present = new Set(
        dataset.samples.filter((s) => s.label !== null && labels.includes(s.label)).map((s) => s.split),
      )
      const missing = splits.filter((split) => !present.has(split))
      if (missing.length === 0) continue
      const name = labels[0] ?? ''
      yield {
        message: messageOf(name, [...present], missing),
        // A class that only the test set lacks is learned and validated; it is just not measured at the end.
        severity: missing.every((split) => split === 'test') ? 'warning' : 'error',
        locations: placesOf(folders, dataset, labels),
        evidence: { label: name, missing, samples: countBySplit(dataset, labels, splits) },
        fix: {
          title: `Give "${name}" images in ${missing.join(' and ')}, or take the class out everywhere`,
          applicability: 'manual',
          // Which of the two, a person says; this is the second: the one list of classes for every loader.
          operations: [{ op: 'set', field: 'data.classes', value: sharedBy(splits, dataset) }],
        },
      }
    }
  },
})

/** The classes that have images in every split, sorted by name. */
function sharedBy(splits: SplitName[], dataset: Dataset): string[] {
  return classesOf(dataset)
    .filter((labels) => {
      const counts = countBySplit(dataset, labels, splits)
      return splits.every((split) => (counts[split] ?? 0) > 0)
    })
    .map((labels) => labels[0] ?? '')
    .sort()
}

/** Splits with labels at all: a test folder of unsorted images lacks no class. */
function labelledSplits(dataset: Dataset): SplitName[] {
  const found = new Set(
    dataset.samples.filter((sample) => sample.label !== null).map((sample) => sample.split),
  )
  for (const folder of dataset.classFolders) found.add(folder.split)
  return (['train', 'validation', 'test'] as const).filter((split) => found.has(split))
}

function messageOf(name: string, present: SplitName[], missing: SplitName[]): string {
  if (present.length === 0) return `The class "${name}" has a folder but no image in any split`
  return `The class "${name}" has images in ${present.join(' and ')} but none in ${missing.join(' or ')}`
}

/** The class folders; without any (labels from a manifest), the first sample of the class. */
function placesOf(folders: ClassFolder[], dataset: Dataset, labels: string[]) {
  if (folders.length > 0) return folders.map(({ path, split }) => ({ path, split }))
  const sample = dataset.samples.find(({ label }) => label !== null && labels.includes(label))
  return sample === undefined ? [] : [{ path: sample.path, split: sample.split }]
}

function countBySplit(dataset: Dataset, labels: string[], splits: SplitName[]): Record<string, number> {
  return Object.fromEntries(
    splits.map((split) => [
      split,
      dataset.samples.filter((s) => s.split === split && s.label !== null && labels.includes(s.label)).length,
    ]),
  )
}
