import type { FindingDraft } from '../model/finding.ts'
import type { Edit } from '../model/fix.ts'
import type { Compile } from '../model/training.ts'
import type { ModelOutput } from './model-output.ts'

type Loss = NonNullable<Compile['loss']>

/**
 * An activation over several classes beside a loss of the other kind: a softmax, whose outputs sum to 1, judged output
 * by output, or sigmoids, one for itself, judged as shares of 1. Training runs, towards something that was not meant.
 * Two softmax outputs are left alone: there the two losses differ by a factor only.
 */
export function activationMismatch(
  { dense, units, activation }: ModelOutput,
  loss: Loss,
): FindingDraft | null {
  const kind = loss.name.toLowerCase().replaceAll('_', '')
  if (loss.fromLogits.value !== false) return null
  const classes = units?.value ?? null
  if (activation.value === 'softmax' && kind === 'binarycrossentropy' && classes !== null && classes > 2)
    return {
      ...told(
        loss,
        dense.span,
        `${loss.name} judges each of the ${classes} outputs by itself, but a softmax chooses one class of them`,
      ),
      fix: fix(
        'Use categorical_crossentropy (or a sigmoid, if an image may have several labels)',
        renamed(loss),
      ),
    }
  if (activation.value === 'sigmoid' && /^(sparse)?categoricalcrossentropy$/.test(kind) && classes !== 1)
    return {
      ...told(
        loss,
        dense.span,
        `${loss.name} wants shares that sum to 1, but the last layer is a sigmoid for each class by itself`,
      ),
      fix: fix(
        kind.startsWith('sparse')
          ? 'Give the last layer a softmax'
          : 'Give the last layer a softmax, or use binary_crossentropy if an image may have several labels',
        kind.startsWith('sparse') &&
          activation.from === 'code' &&
          /^['"]sigmoid['"]$/.test(textOf(activation.span))
          ? [{ op: 'edit', span: activation.span, text: "'softmax'" }]
          : null,
      ),
    }
  return null
}

const told = (loss: Loss, at: Loss['span'], message: string) => ({
  message,
  locations: [loss.span, at],
  severity: 'warning' as const,
  confidence: 0.85,
  evidence: { loss: loss.name },
})

const fix = (title: string, edits: Edit[] | null): NonNullable<FindingDraft['fix']> => ({
  title,
  applicability: edits === null ? 'manual' : 'unsafe',
  operations: edits ?? [],
})

/** `'binary_crossentropy'` by name -> `'categorical_crossentropy'`, in the framework's spelling. */
function renamed({ span }: Loss): Edit[] | null {
  const written = /^(['"])binary(_c|C)rossentropy\1$/.exec(textOf(span))
  if (written === null) return null
  const [, quote, middle] = written
  return [{ op: 'edit', span, text: `${quote}categorical${middle}rossentropy${quote}` }]
}

const textOf = (span: Loss['span']) =>
  span.line === span.endLine ? span.snippet.slice(span.column - 1, span.endColumn - 1) : ''
