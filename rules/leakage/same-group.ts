import { goneWithCopies, placeOf, sidesOf } from '../../src/judge/duplicates.ts'
import { straddling } from '../../src/judge/groups/grouping.ts'
import { type InferredGroups, inferGroups } from '../../src/judge/groups/inferred.ts'
import { regroupFix } from '../../src/judge/groups/regroup-fix.ts'
import type { Sample } from '../../src/model/dataset.ts'
import { defineRule } from '../../src/model/rule.ts'

/** Places named in a finding; the fix moves all. */
const named = 500

export default defineRule({
  id: 'leakage/same-group',
  severity: 'error',
  needs: ['dataset', 'images'],
  maturity: 'stable',
  trial: { metric: 'validationAccuracy', expect: 'drop' },
  docs: {
    what: 'Images of one patient, scene, video or burst lie in two splits.',
    why: 'Images of one group share what has nothing to do with the class: the person, the background, the light, the device. A model that remembers it from training is right on the other images of the group without having learned the class, so the validation score is too good, and new groups disappoint.',
    how: 'Split by group, so that all images of a group lie on one side. State the groups with `data.groupColumn` or `data.groupPattern` of the config where names do not tell them.',
    fixSafety:
      'Unsafe: it changes which images are in which split, so scores before and after cannot be compared. Whole groups move, the share and the classes of each split stay about as they are, and versions of one photo stay together. Where a manifest or the code makes the split, it is advice only. Groups that nobody declared are reported only where members across the split resemble each other more than strangers of the same class do.',
    references: [
      'GroupShuffleSplit, StratifiedGroupKFold, scikit-learn: https://scikit-learn.org/stable/modules/cross_validation.html#group-cv',
      'Kapoor and Narayanan, Leakage and the reproducibility crisis in machine-learning-based science, Patterns 4(9), 2023: https://doi.org/10.1016/j.patter.2023.100804',
      'Yagis et al., Effect of data leakage in brain MRI classification using 2D convolutional neural networks, Sci. Rep. 11, 2021: https://doi.org/10.1038/s41598-021-01681-w',
      'van Elteren, On the combination of independent two sample tests of Wilcoxon, 1960 (the statistic for inferred groups)',
    ],
    bad: 'train/cat/video3_frame01.jpg\nval/cat/video3_frame02.jpg   # the same cat on the same sofa',
    good: 'train/cat/video3_frame01.jpg\ntrain/cat/video3_frame02.jpg\nval/cat/video4_frame01.jpg',
  },
  *check({ dataset, images }) {
    const gone = goneWithCopies(dataset, images)
    const left = dataset.samples.filter(({ path }) => !gone.has(path))
    const facts = { dataset, images, gone }
    const declared = straddling(left, ({ group }) => group ?? undefined)
    if (declared.length > 0) {
      yield {
        ...draftOf(declared),
        evidence: { grouping: 'declared', ...countsOf(declared) },
        fix: regroupFix(declared, facts),
      }
    }
    if (left.some(({ group }) => group !== null)) return
    for (const inferred of inferGroups(dataset, images, gone)) {
      const confidence = confidenceOf(inferred)
      yield {
        ...draftOf(inferred.straddling),
        message: `${draftOf(inferred.straddling).message}, going by ${inferred.basis}`,
        severity: confidence < 0.8 ? 'warning' : 'error',
        confidence,
        evidence: { grouping: inferred.basis, ...countsOf(inferred.straddling), ...numbersOf(inferred) },
        fix: regroupFix(inferred.straddling, facts),
      }
    }
  },
})

function draftOf(groups: readonly Sample[][]) {
  const members = groups.flat()
  return {
    message: `${groups.length === 1 ? 'One group lies' : `${groups.length} groups lie`} in ${sidesOf(members)} (${members.length} images)`,
    locations: members.slice(0, named).map(placeOf),
  }
}

const countsOf = (groups: readonly Sample[][]) => ({
  straddling: groups.length,
  samples: groups.flat().length,
})

function numbersOf({ support, pValue, groups }: InferredGroups) {
  return {
    groups: new Set(groups.values()).size,
    compared: support.compared,
    above: round(support.above),
    resemblance: round(support.resemblance),
    strangers: round(support.strangers),
    pValue: round(pValue),
  }
}

/**
 * If a share of the groups is true, with members above all strangers, and the others are chance, ranking above half
 * of them, then that share is `2 above - 1`.
 */
const confidenceOf = ({ support }: InferredGroups) => Math.min(0.99, round(2 * support.above - 1))

const round = (value: number) => Math.round(value * 1000) / 1000
