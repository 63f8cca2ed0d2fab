import type { Row } from '../table.ts'

const docs = 'https://lightning.ai/docs/pytorch/stable/common/trainer.html'

/** PyTorch Lightning's trainer, which runs the loop of a LightningModule. */
export const lightning: readonly Row[] = [
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
