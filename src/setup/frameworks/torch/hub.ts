import type { Row } from '../table.ts'

const datasets = 'https://huggingface.co/docs/datasets/package_reference/main_classes'
const transformers = 'https://huggingface.co/docs/transformers/main_classes'

const method = (name: string, parameters: readonly string[], meaning: Row['meaning']): Row => ({
  names: [`Dataset.${name}`, `DatasetDict.${name}`],
  parameters,
  meaning,
  docs: `${datasets}#datasets.Dataset.${name}`,
})

/** Methods that give the same images in another order, or with other columns. */
const keeping = [
  'rename_column',
  'rename_columns',
  'remove_columns',
  'cast',
  'cast_column',
  'class_encode_column',
  'flatten',
  'shuffle',
  'sort',
  'with_format',
]

const networks =
  'AutoModel Beit Bit ConvNext ConvNextV2 Cvt DeiT Dinov2 EfficientNet FocalNet MobileNetV1 MobileNetV2 MobileViT'
    .concat(' PoolFormer Pvt RegNet ResNet Swin Swinv2 ViT ViTMSN Van')
    .split(' ')

/** Hugging Face's datasets and the Trainer of transformers, as image classifiers use them. */
export const hub: readonly Row[] = [
  {
    names: ['datasets.load_dataset', 'datasets.load.load_dataset'],
    parameters: ['path', 'name', 'data_dir', 'data_files', 'split'],
    meaning: { kind: 'hub-dataset' },
    docs: 'https://huggingface.co/docs/datasets/package_reference/loading_methods#datasets.load_dataset',
  },
  method('with_transform', ['transform', 'columns'], { kind: 'hub-transform', how: 'new' }),
  method('set_transform', ['transform', 'columns'], { kind: 'hub-transform', how: 'in-place' }),
  method('map', ['function', 'with_indices', 'with_rank', 'input_columns', 'batched'], {
    kind: 'hub-transform',
    how: 'map',
  }),
  method('train_test_split', ['test_size', 'train_size', 'shuffle', 'stratify_by_column', 'seed'], {
    kind: 'hub-split',
  }),
  ...['filter', 'select', 'shard', 'take', 'skip'].map((name) =>
    method(name, ['indices'], { kind: 'hub-part' }),
  ),
  ...keeping.map((name) => method(name, [], { kind: 'same', parameter: 'receiver' })),
  {
    names: networks.map((name) => `transformers.${name}ForImageClassification.from_pretrained`),
    parameters: ['pretrained_model_name_or_path'],
    meaning: { kind: 'hub-network' },
    docs: 'https://huggingface.co/docs/transformers/tasks/image_classification',
  },
  {
    names: ['transformers.TrainingArguments'],
    parameters: ['output_dir'],
    meaning: { kind: 'hub-settings' },
    docs: `${transformers}/trainer#transformers.TrainingArguments`,
  },
  {
    names: ['transformers.Trainer'],
    parameters: ['model', 'args', 'data_collator', 'train_dataset', 'eval_dataset'],
    meaning: { kind: 'hub-trainer' },
    docs: `${transformers}/trainer`,
  },
  ...(['train', 'evaluate', 'predict'] as const).map(
    (name): Row => ({
      names: [`HubTrainer.${name}`],
      parameters: [name === 'predict' ? 'test_dataset' : 'eval_dataset'],
      meaning: { kind: 'hub-run', how: name },
      docs: `${transformers}/trainer#transformers.Trainer.${name}`,
    }),
  ),
]
