import { callbackRows } from '../callback.ts'
import type { Row } from '../table.ts'

const docs = 'https://lightning.ai/docs/pytorch/stable/common/trainer.html'

const callbacks = 'https://lightning.ai/docs/pytorch/stable/api/lightning.pytorch.callbacks'

const callback = callbackRows('lightning.callbacks', (name) => `${callbacks}.${name}.html`)

/** Callbacks that watch and show, and change nothing. */
const watching = [
  'LearningRateMonitor',
  'TQDMProgressBar',
  'RichProgressBar',
  'ModelSummary',
  'RichModelSummary',
  'DeviceStatsMonitor',
]

/** PyTorch Lightning's trainer, which runs the loop of a LightningModule. */
export const lightning: readonly Row[] = [
  callback(
    'EarlyStopping',
    'early-stopping',
    ['monitor', 'min_delta', 'patience', 'verbose', 'mode', 'strict'],
    { min_delta: 0, patience: 3, mode: 'min' },
  ),
  callback(
    'ModelCheckpoint',
    'checkpoint',
    ['dirpath', 'filename', 'monitor', 'verbose', 'save_last', 'save_top_k', 'save_weights_only', 'mode'],
    { monitor: null, save_top_k: 1, mode: 'min' },
  ),
  ...watching.map((name) => callback(name, 'logger')),
  {
    names: ['lightning.callbacks.BackboneFinetuning'],
    parameters: ['unfreeze_backbone_at_epoch'],
    meaning: { kind: 'callback', callback: 'other', defaults: {} },
    docs: `${callbacks}.BackboneFinetuning.html`,
  },
  {
    names: ['lightning.cli.LightningCLI', 'lightning.utilities.cli.LightningCLI'],
    parameters: [
      'model_class',
      'datamodule_class',
      'save_config_callback',
      'save_config_kwargs',
      'trainer_class',
      'trainer_defaults',
    ],
    meaning: { kind: 'trainer-cli' },
    docs: 'https://lightning.ai/docs/pytorch/stable/api/lightning.pytorch.cli.LightningCLI.html',
  },
  { names: ['lightning.Trainer'], parameters: ['accelerator'], meaning: { kind: 'trainer' }, docs },
  {
    names: ['Trainer.fit'],
    parameters: ['model', 'train_dataloaders', 'val_dataloaders', 'datamodule'],
    meaning: { kind: 'trainer-run', how: 'fit' },
    docs,
  },
  {
    names: ['Trainer.validate', 'Trainer.test'],
    parameters: ['model', 'dataloaders', 'datamodule'],
    meaning: { kind: 'trainer-run', how: 'evaluate' },
    docs,
  },
  {
    names: ['Trainer.predict'],
    parameters: ['model', 'dataloaders', 'datamodule'],
    meaning: { kind: 'trainer-run', how: 'predict' },
    docs,
  },
]
