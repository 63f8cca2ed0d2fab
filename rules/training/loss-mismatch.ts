import { activationMismatch } from '../../src/judge/class-losses.ts'
import { labelMismatch } from '../../src/judge/label-losses.ts'
import { isLinear, type ModelOutput, outputOf } from '../../src/judge/model-output.ts'
import { withArgument } from '../../src/judge/statement-edits.ts'
import { type TorchMismatch, torchMismatch } from '../../src/judge/torch-losses.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import type { Compile } from '../../src/model/training.ts'

type Loss = NonNullable<Compile['loss']>

/** Losses over probabilities (or, by `from_logits`, logits), without case and underscores. */
const overClasses = new Set(['categoricalcrossentropy', 'sparsecategoricalcrossentropy'])
const overOne = 'binarycrossentropy'
/** TensorFlow.js: these take logits and nothing else. */
const overLogits = new Set(['softmaxcrossentropy', 'sigmoidcrossentropy'])

export default defineRule({
  id: 'training/loss-mismatch',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'The loss and the last layer of the model, or the labels, do not fit together.',
    why: 'A softmax over one output is always 1, and categorical cross-entropy over one output always 0: nothing can be learned from either. Cross-entropy that takes raw outputs for probabilities cuts them off at 0 and 1, so most gradients vanish; training runs without an error and gets nowhere.',
    how: "PyTorch's CrossEntropyLoss and BCEWithLogitsLoss take raw outputs, NLLLoss takes log_softmax, BCELoss a sigmoid. In Keras, several classes: Dense(classes, activation='softmax') with (sparse_)categorical_crossentropy, or no activation and from_logits=True. Two classes in one output: Dense(1, activation='sigmoid') with binary_crossentropy.",
    fixSafety:
      'Safe where only from_logits or an activation has to change for the two to fit and the model gives out what it gave out before or was meant to. Unsafe where the last layer gets its activation: the model then gives out probabilities. Where labels would have to be encoded anew, the change is left to you.',
    references: [
      'https://keras.io/api/losses/probabilistic_losses/',
      'https://js.tensorflow.org/api/latest/#losses.softmaxCrossEntropy',
      'https://pytorch.org/docs/stable/nn.html#loss-functions',
      'Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2: https://www.deeplearningbook.org/contents/mlp.html',
    ],
    bad: `outputs = Dense(1, activation='softmax')(x)
model.compile('adam', loss='binary_crossentropy')`,
    good: `outputs = Dense(1, activation='sigmoid')(x)
model.compile('adam', loss='binary_crossentropy')`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      const told = new Set<Compile['order']>()
      for (const { compile, model: id, fit } of setup.runs) {
        const model = setup.models.find((one) => one.id === id)
        if (compile?.loss == null || told.has(compile.order)) continue
        const others = setup.runs.filter((run) => run.model === id).flatMap((run) => run.compile?.loss ?? [])
        const labels = setup.pipelines.find((one) => one.id === fit.train)?.labels
        const found =
          setup.framework === 'pytorch'
            ? inTorch(compile.loss, model)
            : (inKeras(compile.loss, model, others) ?? labelMismatch(compile.loss, labels))
        if (found === null) continue
        told.add(compile.order)
        yield found
      }
    }
  },
})

/** `others`: losses that the same model is compiled with elsewhere. */
function inKeras(loss: Loss, model: ModelFacts | undefined, others: readonly Loss[]): FindingDraft | null {
  const output = model === undefined ? null : outputOf(model)
  return output === null ? null : mismatch(output, loss, others)
}

function inTorch(loss: Loss, model: ModelFacts | undefined): FindingDraft | null {
  const found = torchMismatch(loss, model)
  return found === null ? null : torchDraft(found, loss)
}

function torchDraft({ message, layer, title, edits }: TorchMismatch, loss: Loss): FindingDraft {
  return {
    message,
    locations: [layer.span, loss.span],
    confidence: 0.95,
    evidence: { loss: loss.name, layer: layer.name },
    fix: { title, applicability: edits === null ? 'manual' : 'unsafe', operations: edits ?? [] },
  }
}

function mismatch(output: ModelOutput, loss: Loss, others: readonly Loss[]): FindingDraft | null {
  const { activation, units } = output
  const kind = loss.name.toLowerCase().replaceAll('_', '')
  const logits = loss.fromLogits.value
  if (activation.value === 'softmax' && units?.value === 1) return softmaxOfOne(output, loss, kind)
  if (units?.value === 1 && overClasses.has(kind)) return oneOutput(output, loss)
  const takesProbabilities = (overClasses.has(kind) || kind === overOne) && logits === false
  if (isLinear(activation) && takesProbabilities) return rawOutputs(output, loss, kind, others)
  const probabilities = activation.value === 'softmax' || activation.value === 'sigmoid'
  if (probabilities && overLogits.has(kind)) return logitsWanted(output, loss)
  if (probabilities && logits === true && (overClasses.has(kind) || kind === overOne))
    return twice(output, loss)
  return activationMismatch(output, loss)
}

const edit = (span: Span, text: string): Edit => ({ op: 'edit', span, text })

function softmaxOfOne({ activation, dense }: ModelOutput, loss: Loss, kind: string): FindingDraft {
  const fits = kind === overOne && activation.from === 'code'
  return {
    message: 'The softmax over one output is always 1: every image gets the same prediction',
    locations: [dense.span, loss.span],
    evidence: { activation: 'softmax', units: 1, loss: loss.name },
    fix: {
      title: 'Use a sigmoid for one output (or a softmax with one output per class)',
      applicability: fits ? 'safe' : 'manual',
      operations: fits ? [edit(activation.span, "'sigmoid'")] : [],
    },
  }
}

function oneOutput({ dense, activation }: ModelOutput, loss: Loss): FindingDraft {
  // A loss given by name can be replaced by name; labels of 0 and 1 fit it.
  const named = /^['"]/.test(textOf(loss.span)) && activation.value === 'sigmoid'
  return {
    message: `${loss.name} over one output has nothing to compare: it wants one output per class`,
    locations: [loss.span, dense.span],
    evidence: { units: 1, loss: loss.name },
    fix: {
      title: 'Use binary_crossentropy for one sigmoid output',
      applicability: named ? 'unsafe' : 'manual',
      operations: named
        ? [edit(loss.span, loss.name.includes('_') ? "'binary_crossentropy'" : "'binaryCrossentropy'")]
        : [],
    },
  }
}

function rawOutputs(
  { dense, units }: ModelOutput,
  loss: Loss,
  kind: string,
  others: readonly Loss[],
): FindingDraft {
  const wanted = units?.value === 1 || kind === overOne ? 'sigmoid' : 'softmax'
  const alike = others.find((other) => other.fromLogits.value === true)
  const logits = toLogits(loss) ?? (alike === undefined ? null : asElsewhere(loss, alike))
  const activated = alike === undefined ? withArgument(dense.span, `activation='${wanted}'`) : null
  const edits = logits ?? (activated === null ? null : [activated])
  return {
    message: `${loss.name} takes the raw outputs of a layer without activation for probabilities`,
    locations: [dense.span, loss.span],
    evidence: { activation: null, loss: loss.name, fromLogits: false },
    fix: {
      title:
        logits === null ? `Give the last layer activation='${wanted}'` : 'Tell the loss from_logits=True',
      applicability: edits === null ? 'manual' : logits === null ? 'unsafe' : 'safe',
      operations: edits ?? [],
    },
  }
}

/** The loss by which the model is compiled elsewhere, with logits. */
function asElsewhere({ span }: Loss, other: Loss): Edit[] | null {
  const text = textOf(other.span)
  return /^[\w.]+\([^()]*\)$/.test(text) ? [edit(span, text)] : null
}

/** `Loss()` -> `Loss(from_logits=True)`; null where the loss is a name or has arguments of its own. */
function toLogits({ span, fromLogits }: Loss): Edit[] | null {
  if (fromLogits.from === 'code') return [edit(fromLogits.span, 'True')]
  if (!textOf(span).endsWith('()')) return null
  const place = { ...span, line: span.endLine, column: span.endColumn - 1, endColumn: span.endColumn - 1 }
  return [edit(place, 'from_logits=True')]
}

function logitsWanted({ dense, activation }: ModelOutput, loss: Loss): FindingDraft {
  return {
    message: `${loss.name} takes logits, but the last layer already applies ${activation.value}: the loss applies it again`,
    locations: [dense.span, loss.span],
    evidence: { activation: activation.value, loss: loss.name },
    fix: {
      title: 'Use a cross-entropy over probabilities',
      applicability: 'unsafe',
      operations: [
        edit(
          loss.span,
          activation.value === 'softmax' ? "'categoricalCrossentropy'" : "'binaryCrossentropy'",
        ),
      ],
    },
  }
}

/** On TensorFlow Keras notices and takes the logits before the activation; on its other back-ends it does not. */
function twice({ dense, activation }: ModelOutput, loss: Loss): FindingDraft {
  return {
    message: `${loss.name} is told from_logits=True, but the last layer already applies ${activation.value}: only Keras on TensorFlow makes up for it`,
    locations: [loss.fromLogits.from === 'code' ? loss.fromLogits.span : loss.span, dense.span],
    severity: 'info',
    confidence: 0.8,
    evidence: { activation: activation.value, loss: loss.name, fromLogits: true },
    fix: {
      title: 'Set from_logits=False',
      applicability: loss.fromLogits.from === 'code' ? 'safe' : 'manual',
      operations: loss.fromLogits.from === 'code' ? [edit(loss.fromLogits.span, 'False')] : [],
    },
  }
}

const textOf = (span: Span) =>
  span.line === span.endLine ? span.snippet.slice(span.column - 1, span.endColumn - 1) : ''
