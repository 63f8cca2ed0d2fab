import type { Row } from '../table.ts'

const docs = 'https://lightning.ai/docs/pytorch/stable/common/trainer.html'

/** PyTorch Lightning's trainer, which runs the loop of a LightningModule. */
export const lightning: readonly Row[] = [
  {
    names: ['lightning.callbacks.BackboneFinetuning', 'lightning.callbacks.finetuning.BackboneFinetuning'],
    parameters: ['unfreeze_backbone_at_epoch'],
    meaning: { kind: 'callback', callback: 'other', defaults: {} },
    docs: 'https://lightning.ai/docs/pytorch/stable/api/lightning.pytorch.callbacks.BackboneFinetuning.html',
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
