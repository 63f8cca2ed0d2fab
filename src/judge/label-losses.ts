import type { FindingDraft } from '../model/finding.ts'
import type { Pipeline } from '../model/pipeline.ts'
import type { Compile } from '../model/training.ts'

type Loss = NonNullable<Compile['loss']>

/** A loss over classes beside labels that it cannot compare: one-hot rows for numbers, or numbers for rows. */
export function labelMismatch(loss: Loss, labels: Pipeline['labels']): FindingDraft | null {
  if (labels === undefined) return null
  const kind = loss.name.toLowerCase().replaceAll('_', '')
  const rows = labels.as === 'one-hot'
  if (kind === 'sparsecategoricalcrossentropy' && rows)
    return draft(loss, labels, 'wants the number of the class, but the labels are one-hot')
  if (kind === 'categoricalcrossentropy' && !rows)
    return draft(loss, labels, 'wants one-hot labels, but each label is a number')
  return null
}

function draft(loss: Loss, labels: NonNullable<Pipeline['labels']>, clash: string): FindingDraft {
  const wanted = labels.as === 'one-hot' ? 'categorical_crossentropy' : 'sparse_categorical_crossentropy'
  const { span } = loss
  const written = span.line === span.endLine ? span.snippet.slice(span.column - 1, span.endColumn - 1) : ''
  const byName = /^(['"])\w+_crossentropy\1$/.exec(written)?.[1]
  return {
    message: `${loss.name} ${clash}`,
    locations: [span, labels.span],
    confidence: 0.95,
    evidence: { loss: loss.name, labels: labels.as },
    fix: {
      title: `Use ${wanted}`,
      applicability: byName === undefined ? 'manual' : 'safe',
      operations: byName === undefined ? [] : [{ op: 'edit', span, text: `${byName}${wanted}${byName}` }],
    },
  }
}
