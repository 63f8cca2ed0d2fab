import { lineOf } from '../../src/judge/statement-edits.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Pipeline } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TransformChange } from '../../src/model/setup.ts'
import type { Span } from '../../src/model/span.ts'

export default defineRule({
  id: 'augmentation/subset-alias',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The transform of one part of a split dataset is set, and with it that of all other parts.',
    why: 'random_split and Subset give views of one dataset. val_set.dataset.transform = ... therefore takes the augmentation away from training as well, and train_set.dataset.transform = ... augments validation, too: either training overfits or validation is scored on distorted images, and no error says so.',
    how: 'Make two datasets over the same folder, one for each transform, and cut both by the same indices; or give the part a copy of the dataset before its transform is set; or wrap the parts in a small Dataset that applies a transform of its own.',
    fixSafety:
      'Unsafe: the part gets a deep copy of the dataset, which takes memory where the dataset holds its images.',
    references: [
      'https://pytorch.org/docs/stable/data.html#torch.utils.data.random_split',
      'https://pytorch.org/docs/stable/data.html#torch.utils.data.Subset',
    ],
    bad: `train_set, val_set = random_split(dataset, [800, 200])
val_set.dataset.transform = eval_transform    # training loses its augmentation`,
    good: `val_set.dataset = copy.deepcopy(dataset)
val_set.dataset.transform = eval_transform`,
  },
  *check({ setups }) {
    for (const { pipelines, transformChanges = [] } of setups) {
      const told = new Set<string>()
      const changing = transformChanges.filter(
        ({ random }) => random.before !== false || random.after !== false,
      )
      // Of several changes of one dataset the last one holds.
      for (const change of changing.toReversed()) {
        const readers = pipelines.filter(({ id }) => change.seenBy.includes(id))
        const key = change.seenBy.join(' ')
        if (told.has(key) || !isShared(readers)) continue
        told.add(key)
        if (change.random.before === true || change.random.after === true) yield draft(change, readers)
      }
    }
  },
})

/** Read by training and by what training is measured on. */
const isShared = (readers: readonly Pipeline[]) =>
  readers.some(({ role }) => role === 'train') &&
  readers.some(({ role }) => role === 'validation' || role === 'test')

function draft(change: TransformChange, readers: readonly Pipeline[]): FindingDraft {
  const part = partIn(change.span)
  const augments = change.random.after === true
  return {
    message: `${part ?? 'A part'} shares its dataset with the other parts: this ${
      augments
        ? 'augments the validation images as well'
        : 'takes the augmentation away from training as well'
    }`,
    locations: [change.span],
    confidence: 0.95,
    evidence: { readers: readers.map(({ id, role }) => ({ id, role })), random: change.random },
    fix: fixOf(change.span, part),
  }
}

/** `val_set` of `val_set.dataset.transform`. */
const partIn = ({ snippet, column, endColumn }: Span): string | null =>
  /^([A-Za-z_][\w.]*)\.dataset\.transform$/.exec(snippet.slice(column - 1, endColumn - 1))?.[1] ?? null

function fixOf(span: Span, part: string | null) {
  const indent = lineOf(span)
  const title = 'Give this part a copy of the dataset before its transform is set'
  if (part === null || indent === null) return { title, applicability: 'manual' as const, operations: [] }
  const copy: Edit = {
    op: 'edit',
    span: { ...span, column: 1, endLine: span.line, endColumn: 1 },
    text: `${indent}import copy\n${indent}${part}.dataset = copy.deepcopy(${part}.dataset)\n`,
  }
  return { title, applicability: 'unsafe' as const, operations: [copy] }
}
