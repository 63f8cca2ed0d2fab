import type { Span } from '../../../../model/span.ts'
import type { Row } from '../../../frameworks/table.ts'
import type { HubMeaning } from '../../../frameworks/torch/meaning.ts'
import { bind } from '../../arguments.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argument, argumentValue, booleanOf, stringOf } from '../../read-value.ts'
import type { StreamValue } from '../../values/data.ts'
import type { OptimizerValue } from '../../values/networks.ts'
import type { DictValue } from '../../values/program.ts'
import type { LoaderValue } from '../../values/torch.ts'
import { type Bound, unknown, type Value } from '../../values/value.ts'
import { streamOfLoader } from './loaders.ts'
import { networkModel } from './networks.ts'

/** `AutoModelForImageClassification.from_pretrained(checkpoint, num_labels=5)`: a pretrained network with a new head. */
export function hubNetwork(call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const bound = bind(call.row, call.arguments)
  const checkpoint = argumentValue(bound, 'pretrained_model_name_or_path')
  const name = stringOf(checkpoint) ?? 'the network'
  const weights: Value = { kind: 'constant', value: 'imagenet', span: checkpoint?.span ?? span }
  const network = { name, head: 'classifier', wants: null, modal: null }
  return networkModel(network, { bound, weights, module: 'transformers' }, call, machine)
}

/** `TrainingArguments('out', learning_rate=5e-5)`: its fields. */
export function hubSettings(call: LibraryCall): DictValue {
  const { values: entries, complete } = bind(call.row, call.arguments)
  return { kind: 'dict', entries, complete, span: call.span }
}

export const makeHubTrainer = (call: LibraryCall): Value => ({
  kind: 'hub-trainer',
  arguments: bind(call.row, call.arguments),
  span: call.span,
})

/** What the Trainer does where TrainingArguments says nothing (transformers/training_args.py). */
const defaults = { epochs: 3, batch: 8, rate: 5e-5 }

/** `trainer.train()`, `trainer.evaluate()`: the Trainer sets modes and clears gradients by itself. */
export function runHubTrainer(
  call: LibraryCall,
  { how }: Extract<HubMeaning, { kind: 'hub-run' }>,
  machine: Machine,
): Value {
  const { receiver, span } = call
  if (receiver?.kind !== 'hub-trainer') return unknown(span)
  const given = receiver.arguments
  const options = argumentValue(given, 'args')
  const settings = options?.kind === 'dict' ? options : null
  if (how !== 'train') {
    const [data] = call.row.parameters
    const dataset = argument(bind(call.row, call.arguments), data ?? '')
    if (dataset === undefined) return unknown(span)
    machine.record.uses.push({ stream: streamOf(dataset, settings, 'eval', machine), how, span })
    return unknown(span)
  }
  const side = (name: 'train' | 'eval') => {
    const dataset = argument(given, `${name}_dataset`)
    return dataset === undefined || (dataset.value.kind === 'constant' && dataset.value.value === null)
      ? null
      : streamOf(dataset, settings, name, machine)
  }
  const model = argumentValue(given, 'model')
  machine.record.trace.trained.push({
    model: model?.kind === 'model' || model?.kind === 'instance' ? model : null,
    train: side('train'),
    validation: side('eval'),
    epochs: setting(settings, 'num_train_epochs', defaults.epochs, span),
    batchSize: setting(settings, 'per_device_train_batch_size', defaults.batch, span),
    optimizer: optimizerOf(given, settings, span, machine),
    schedule: null,
    callbacks: bestOf(settings, span),
    events: [],
    order: machine.record.next(),
    span,
  })
  return unknown(span)
}

/** A field of TrainingArguments, or its default; unknown where these are not followed. */
function setting(settings: DictValue | null, name: string, otherwise: number, span: Span): Value {
  const given = settings?.entries.get(name)?.value
  if (given !== undefined) return given
  return settings?.complete === true ? { kind: 'constant', value: otherwise, span } : unknown(span)
}

/** A dataset as the Trainer goes through it: shuffled for training, in its order for evaluation. */
function streamOf(
  { value: dataset, span }: { value: Value; span: Span },
  settings: DictValue | null,
  side: 'train' | 'eval',
  machine: Machine,
): StreamValue {
  const shuffle: Value = { kind: 'constant', value: side === 'train', span }
  const size = setting(settings, `per_device_${side}_batch_size`, defaults.batch, span)
  const values = new Map([
    ['shuffle', { value: shuffle, span }],
    ['batch_size', { value: size, span: size.span }],
  ])
  const loader: LoaderValue = {
    kind: 'loader',
    dataset,
    arguments: { values, complete: true, rest: [] },
    span,
  }
  const name = machine.record.names.get(dataset)
  if (name !== undefined) machine.record.names.set(loader, name)
  return streamOfLoader(loader, machine)
}

/** AdamW, unless TrainingArguments names another or the Trainer is given its own. */
function optimizerOf(
  given: Bound,
  settings: DictValue | null,
  span: Span,
  { record }: Machine,
): OptimizerValue | null {
  const own = argumentValue(given, 'optimizers')
  if (own !== undefined || settings === null || settings.entries.has('optim')) return null
  const rate = setting(settings, 'learning_rate', defaults.rate, span)
  const decay = settings.entries.get('weight_decay')
  const values: Bound['values'] = new Map(
    decay === undefined ? [] : [['weight_decay', { value: decay.value, span: decay.value.span }]],
  )
  return {
    kind: 'optimizer',
    name: 'adamw',
    rate,
    defaultRate: null,
    arguments: { values, complete: true, rest: [] },
    order: record.next(),
    span: rate.span,
  }
}

const bestRow: Row = {
  names: [],
  parameters: [],
  meaning: {
    kind: 'callback',
    callback: 'checkpoint',
    defaults: { monitor: 'val_loss', save_best_only: true },
  },
  docs: 'https://huggingface.co/docs/transformers/main_classes/trainer#transformers.TrainingArguments',
}

const scheduleRow: Row = { ...bestRow, meaning: { kind: 'schedule', callback: 'schedule', defaults: {} } }

/** The rate falls from its highest value, that of TrainingArguments, on, perhaps behind a warm-up. */
function scheduleOf(settings: DictValue | null, span: Span): Value {
  const at = settings?.entries.get('lr_scheduler_type')?.span ?? span
  const bound: Bound = { values: new Map(), complete: true, rest: [] }
  return { kind: 'callback', row: scheduleRow, name: 'lr_scheduler_type', arguments: bound, span: at }
}

/** What is decided by the evaluations: `load_best_model_at_end=True` keeps the best weights. Others are not followed. */
function bestOf(settings: DictValue | null, span: Span): Value {
  const best = settings?.entries.get('load_best_model_at_end')
  const known: Value[] =
    booleanOf(best?.value) === true
      ? [
          {
            kind: 'callback',
            row: bestRow,
            name: 'load_best_model_at_end',
            arguments: { values: new Map(), complete: true, rest: [] },
            span: best?.span ?? span,
          },
        ]
      : []
  const complete = settings?.complete === true && !settings.entries.has('callbacks')
  return { kind: 'list', items: [...known, scheduleOf(settings, span)], complete, span }
}
