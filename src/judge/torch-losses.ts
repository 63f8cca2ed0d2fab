import type { Edit } from '../model/fix.ts'
import type { HeadLayer, ModelFacts } from '../model/network.ts'
import type { Compile } from '../model/training.ts'

type Loss = NonNullable<Compile['loss']>

/** What a PyTorch loss is given that it does not take, in words, with edits where one place tells all. */
export interface TorchMismatch {
  message: string
  layer: HeadLayer
  title: string
  /** `safe` keeps what the model gives out. */
  edits: Edit[] | null
}

/** Losses by their names without `nn.`, `F.`, `Loss` and underscores, and what they take. */
const takes: Readonly<
  Record<string, 'logits of classes' | 'logits' | 'log-probabilities' | 'probabilities'>
> = {
  crossentropy: 'logits of classes',
  binarycrossentropywithlogits: 'logits',
  bcewithlogits: 'logits',
  nll: 'log-probabilities',
  binarycrossentropy: 'probabilities',
  bce: 'probabilities',
}

/**
 * Whether a PyTorch loss and the last layer before it do not fit
 * (https://pytorch.org/docs/stable/nn.html#loss-functions). `log_softmax` before cross-entropy is no fault: the loss
 * applies it again, which changes nothing.
 */
export function torchMismatch(loss: Loss, model: ModelFacts | undefined): TorchMismatch | null {
  const last = loss.input ?? null
  const wanted = takes[loss.name.toLowerCase().replaceAll('_', '').replace(/loss$/, '')]
  if (last === null || wanted === undefined) return null
  const activation = last.kind === 'activation' ? (last.activation?.value ?? null) : null
  const one = last.kind === 'dense' ? last : model?.head.findLast(({ kind }) => kind === 'dense')
  if (activation === 'softmax' && one?.units?.value === 1) return softmaxOfOne(last)
  if (wanted === 'logits of classes' && last.kind === 'dense' && last.units?.value === 1)
    return oneClass(loss, last)
  if (wanted === 'logits of classes' || wanted === 'logits') return notLogits(loss, last, activation, wanted)
  if (wanted === 'log-probabilities')
    return activation === 'logsoftmax' || isOther(last, activation) ? null : notLogProbabilities(loss, last)
  return last.kind === 'dense' && last.activation?.value === null ? notProbabilities(loss, last) : null
}

/** Neither a dense layer nor an activation whose range says something about probabilities. */
const isOther = ({ kind }: HeadLayer, activation: string | null) =>
  kind !== 'dense' && activation !== 'softmax' && activation !== 'sigmoid'

function softmaxOfOne(layer: HeadLayer): TorchMismatch {
  return {
    message: 'The softmax over one output is always 1: every image gets the same prediction',
    layer,
    title: 'Use BCEWithLogitsLoss on one output without activation (or one output per class)',
    edits: null,
  }
}

function oneClass(loss: Loss, layer: HeadLayer): TorchMismatch {
  return {
    message: `${loss.name} over one output is always 0: it wants one output per class`,
    layer,
    title: 'Use BCEWithLogitsLoss for one output, or one output per class',
    edits: null,
  }
}

function notLogits(
  loss: Loss,
  layer: HeadLayer,
  activation: string | null,
  wanted: 'logits of classes' | 'logits',
): TorchMismatch | null {
  if (activation !== 'softmax' && activation !== 'sigmoid') return null
  const again = wanted === 'logits' ? 'a sigmoid' : 'a softmax'
  return {
    message: `${loss.name} applies ${again} itself, but what it is given has gone through ${activation} already: gradients all but vanish`,
    layer,
    title: `Take the ${activation} away: the loss wants the raw outputs`,
    edits: withoutActivation(layer),
  }
}

function notLogProbabilities(loss: Loss, layer: HeadLayer): TorchMismatch {
  const crossEntropy =
    layer.kind === 'dense' ? renamed(loss, /NLLLoss/, 'CrossEntropyLoss', /nll_loss/, 'cross_entropy') : null
  return {
    message: `${loss.name} takes log-probabilities, and is given ${layer.kind === 'dense' ? 'raw outputs' : `those of a ${layer.activation?.value}`}`,
    layer,
    title: 'Use CrossEntropyLoss on raw outputs, or log_softmax before NLLLoss',
    edits: crossEntropy,
  }
}

function notProbabilities(loss: Loss, layer: HeadLayer): TorchMismatch {
  return {
    message: `${loss.name} takes probabilities, and is given the raw outputs of ${layer.name}`,
    layer,
    title: 'Use BCEWithLogitsLoss on raw outputs, or a sigmoid before BCELoss',
    edits: renamed(
      loss,
      /BCELoss/,
      'BCEWithLogitsLoss',
      /binary_cross_entropy/,
      'binary_cross_entropy_with_logits',
    ),
  }
}

function renamed({ span }: Loss, name: RegExp, to: string, called: RegExp, calledTo: string): Edit[] | null {
  const text = textOf(span)
  if (text === null) return null
  const changed = text.replace(name, to).replace(called, calledTo)
  return changed === text ? null : [{ op: 'edit', span, text: changed }]
}

/** `nn.Softmax(dim=1)` -> `nn.Identity()`, `F.softmax(x, dim=1)` -> `x`. */
function withoutActivation({ span }: HeadLayer): Edit[] | null {
  const text = textOf(span)
  const prefix = /^((?:\w+\.)+)(?:Softmax|Sigmoid)\(.*\)$/.exec(text ?? '')?.[1]
  if (prefix !== undefined) return [{ op: 'edit', span, text: `${prefix}Identity()` }]
  const given = /^(?:\w+\.)+(?:softmax|sigmoid)\((.*)\)$/.exec(text ?? '')?.[1]
  const first = given === undefined ? null : firstArgument(given)
  return first === null ? null : [{ op: 'edit', span, text: first }]
}

/** `self.fc(x)` of `self.fc(x), dim=1`. */
function firstArgument(given: string): string | null {
  let depth = 0
  for (const [at, sign] of [...given].entries()) {
    if ('([{'.includes(sign)) depth += 1
    if (')]}'.includes(sign)) depth -= 1
    if (sign === ',' && depth === 0) return given.slice(0, at).trim()
  }
  return given === '' || given.startsWith('dim') ? null : given
}

const textOf = (span: Loss['span']): string | null =>
  span.line === span.endLine && span.snippet.length >= span.endColumn - 1
    ? span.snippet.slice(span.column - 1, span.endColumn - 1)
    : null
