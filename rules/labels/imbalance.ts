import { classesOf } from '../../src/judge/class-names.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { Project } from '../../src/model/project.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'

/** Images of the largest class for one of the rare class: from about 10 on, plain training loses the rare ones. */
const ratio = 10

export default defineRule({
  id: 'labels/imbalance',
  severity: 'warning',
  needs: ['dataset', 'project'],
  wants: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A class has less than a tenth of the training images of the largest class, and no code is here that does something about it.',
    why: 'The loss is dominated by the frequent classes. A model can ignore the rare one and still score well on average, so accuracy stays high, does not move, and hides that the rare class is never found.',
    how: 'Collect more images of the rare class; else weight the classes (class_weight in Keras, weight= in the loss) or sample them evenly (WeightedRandomSampler), and watch the recall of each class instead of accuracy alone.',
    fixSafety: 'Manual: which remedy is right depends on what a missed rare example costs.',
    references: [
      'Buda, Maki and Mazurowski, A systematic study of the class imbalance problem in convolutional neural networks, Neural Networks 106, 2018: https://arxiv.org/abs/1710.05381',
      'https://www.tensorflow.org/tutorials/structured_data/imbalanced_data',
    ],
    bad: 'train/common/ (900 images)\ntrain/rare/ (30 images)\nmodel.fit(train)',
    good: 'model.fit(train, class_weight={0: 0.52, 1: 15.5})',
  },
  *check({ dataset, project, setups }) {
    // Code that could not be read may weight the classes.
    if (setups === undefined ? holdsCode(project) : isCompensated(setups)) return
    const counted = countClasses(dataset)
    const largest = counted.reduce((most, one) => (one.samples > most.samples ? one : most), {
      label: '',
      samples: 0,
    })
    for (const { label, samples } of counted) {
      if (samples === 0 || samples * ratio >= largest.samples) continue
      const folders = dataset.classFolders.filter(
        (folder) => folder.label === label && folder.split !== 'validation' && folder.split !== 'test',
      )
      const first = dataset.samples.find((sample) => sample.label === label)
      yield {
        message: `"${label}" has ${samples} training ${samples === 1 ? 'image' : 'images'} where "${largest.label}" has ${largest.samples}`,
        locations:
          folders.length > 0
            ? folders.map(({ path, split }) => ({ path, split }))
            : first === undefined
              ? []
              : [{ path: first.path, split: first.split, label }],
        evidence: { label, samples, largest: largest.label, most: largest.samples },
        fix: {
          title: `Collect more images of "${label}", or weight the classes`,
          applicability: 'manual',
          operations: [],
        },
      }
    }
  },
})

/** Training images by class, one count for all spellings; data without a split counts whole. */
function countClasses(dataset: Dataset): { label: string; samples: number }[] {
  return classesOf(dataset).map((labels) => ({
    label: labels[0] ?? '',
    samples: dataset.samples.filter(
      ({ label, split }) =>
        label !== null && labels.includes(label) && (split === 'train' || split === 'all'),
    ).length,
  }))
}

const holdsCode = ({ files }: Project): boolean =>
  files.some(({ kind }) => kind === 'python' || kind === 'notebook' || kind === 'typescript')

const isCompensated = (setups: readonly TrainingSetup[]): boolean =>
  setups.some(
    (setup) =>
      setup.runs.some((run) => run.fit.classWeights) ||
      setup.pipelines.some((pipeline) => pipeline.steps.some((step) => step.kind === 'oversample')),
  )
