import rule from '../../../rules/augmentation/in-validation.ts'
import { hubScript } from '../../support/hub-scripts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

ruleTester(rule, {
  sick: [
    {
      name: 'one transform for a whole dict of datasets',
      files: {
        'train.py': `${hubScript(`photos = load_dataset('beans').with_transform(for_training)
train_ds, val_ds = photos['train'], photos['validation']`)}print(trainer.evaluate(photos['test']))
`,
      },
      findings: [
        { at: 'train.py:9, train.py:25', says: 'The validation images' },
        { at: 'train.py:9, train.py:28', says: 'The test images' },
      ],
      unfixed: 'both sides share one transform',
    },
    {
      name: 'the training transform set on both parts of a split',
      files: {
        'train.py':
          hubScript(`parts = load_dataset('imagefolder', data_dir='photos', split='train').train_test_split(0.2, seed=1)
train_ds = parts['train']
val_ds = parts['test']
train_ds.set_transform(for_training)
val_ds.set_transform(for_training)`),
      },
      findings: [{ at: 'train.py:9, train.py:28' }],
      unfixed: 'both sides share one transform',
    },
  ],
  healthy: [
    {
      name: 'a transform for each side',
      files: {
        'train.py':
          hubScript(`parts = load_dataset('food101', split='train[:5000]').train_test_split(test_size=0.2, seed=1)
train_ds = parts['train'].with_transform(for_training)
val_ds = parts['test'].with_transform(for_validation)`),
      },
    },
    {
      name: 'the processor of the checkpoint alone, which is not followed',
      files: {
        'train.py': hubScript(`def encode(batch):
    inputs = processor([image for image in batch['image']], return_tensors='pt')
    inputs['labels'] = batch['labels']
    return inputs
photos = load_dataset('beans').with_transform(encode)
train_ds, val_ds = photos['train'], photos['validation']`),
      },
    },
    {
      name: 'labels that map renames, and a transform of its own for validation behind that',
      files: {
        'train.py':
          hubScript(`photos = load_dataset('beans').map(lambda row: {'labels': row['label']}).rename_column('label', 'y')
photos['train'].set_transform(for_training)
photos['validation'].set_transform(for_validation)
train_ds, val_ds = photos['train'], photos['validation']`),
      },
    },
  ],
})
