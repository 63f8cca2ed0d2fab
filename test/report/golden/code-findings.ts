import type { Finding } from '../../../src/model/finding.ts'
import { span } from './places.ts'
import { augmentationTrial, notRunTrial, scheduleTrial } from './trials.ts'

const mapped = '    val_ds = val_ds.map(lambda x, y: (augment(x, training=True), y))'
const removed = '.map(lambda x, y: (augment(x, training=True), y))'
const notebookLine = 'val_data = datagen.flow_from_directory("val", target_size=(150, 150), batch_size=16)'
const built = '  const base = await tf.loadLayersModel(INCEPTION_URL)'

export const codeFindings: Finding[] = [
  {
    id: '8ed602f59b173ae4',
    rule: 'augmentation/in-validation',
    severity: 'error',
    confidence: 0.98,
    message: 'Random transforms reach the validation data: RandomFlip and RandomRotation.',
    why: 'Each evaluation sees other images, so the validation score wanders at random and lies below what the network can do; the schedule and the choice of the best epoch follow that noise.',
    how: 'Augment the training data alone. Give validation its own pipeline with the same resizing and scaling and nothing random.',
    locations: [
      {
        ...span('src/train.py', 41, mapped, removed),
        excerpt: {
          line: 40,
          lines: ['    val_ds = load("val")', mapped, '    model.fit(train_ds, validation_data=val_ds)'],
        },
      },
      span(
        'src/train.py',
        17,
        'augment = keras.Sequential([RandomFlip(), RandomRotation(0.1)])',
        'RandomFlip()',
      ),
    ],
    evidence: { steps: ['RandomFlip', 'RandomRotation'] },
    fix: {
      title: 'Take the augmentation out of the validation pipeline',
      applicability: 'safe',
      operations: [{ op: 'edit', span: span('src/train.py', 41, mapped, removed), text: '' }],
    },
    trial: augmentationTrial,
  },
  {
    id: '9fe713a6ac284bf5',
    rule: 'augmentation/in-validation',
    severity: 'error',
    confidence: 0.9,
    message: 'The augmenting generator also feeds validation.',
    why: 'Each evaluation sees other images, so the validation score wanders at random and lies below what the network can do; the schedule and the choice of the best epoch follow that noise.',
    how: 'Augment the training data alone. Give validation its own pipeline with the same resizing and scaling and nothing random.',
    locations: [span('notebooks/explore <b>.ipynb', 4, notebookLine, 'datagen', 7)],
    evidence: { generator: 'datagen' },
    fix: {
      title: 'Give validation a generator without random transforms',
      applicability: 'unsafe',
      operations: [
        {
          op: 'edit',
          span: {
            ...span('notebooks/explore <b>.ipynb', 4, notebookLine, 'val_data', 7),
            column: 1,
            endColumn: 1,
          },
          text: 'plain = ImageDataGenerator(rescale=1.0 / 255)\n',
        },
        {
          op: 'edit',
          span: span('notebooks/explore <b>.ipynb', 4, notebookLine, 'datagen', 7),
          text: 'plain',
        },
      ],
    },
    trial: augmentationTrial,
  },
  {
    id: 'a0f824b7bd395c06',
    rule: 'preprocessing/wrong-range',
    severity: 'error',
    confidence: 0.96,
    message: 'InceptionV3 gets values in [0, 255] but was trained on [-1, 1].',
    why: 'The pretrained features answer to another value range: they saturate, and the head learns from noise.',
    how: 'Scale the input with `tf.keras.applications.inception_v3.preprocess_input`, or x / 127.5 - 1.',
    locations: [span('web/train.ts', 23, built, 'tf.loadLayersModel(INCEPTION_URL)')],
    evidence: { range: [0, 255], wanted: [-1, 1] },
    fix: {
      title: 'Scale the images to [-1, 1]',
      applicability: 'unsafe',
      operations: [{ op: 'set', field: 'model.input.scale', value: 0.00784313725490196 }],
    },
    trial: notRunTrial,
  },
  {
    id: 'b1a935c8ce4a6d17',
    rule: 'training/plateau-schedule',
    severity: 'warning',
    confidence: 0.9,
    message: 'ReduceLROnPlateau can never act: patience 30 is longer than the 20 epochs of this run.',
    why: 'The learning rate stays where it is when the validation loss stops falling.',
    how: 'Set patience to a tenth to a fifth of the epochs.',
    locations: [
      span(
        'src/train.py',
        58,
        '    callbacks=[ReduceLROnPlateau(monitor="val_loss", patience=30)],',
        'patience=30',
      ),
    ],
    evidence: { patience: 30, epochs: 20 },
    fix: {
      title: 'Set patience to 3',
      applicability: 'safe',
      operations: [
        {
          op: 'edit',
          span: span(
            'src/train.py',
            58,
            '    callbacks=[ReduceLROnPlateau(monitor="val_loss", patience=30)],',
            '30',
          ),
          text: '3',
        },
      ],
    },
    trial: scheduleTrial,
  },
  {
    id: 'c2ba46d9df5b7e28',
    rule: 'augmentation/missing',
    severity: 'info',
    confidence: 0.7,
    message: 'The training set is small (208 images) and nothing augments it.',
    why: 'A small set is learned by heart within a few epochs.',
    how: 'Add random flips, small rotations and zooms to the training pipeline.',
    locations: [
      span(
        'web/train.ts',
        31,
        '  const ds = tf.data.generator(images).batch(16)',
        'tf.data.generator(images)',
      ),
    ],
    evidence: {},
    fix: { title: 'Augment the training data', applicability: 'manual', operations: [] },
  },
]
