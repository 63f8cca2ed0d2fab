import type { TrainingSetup } from '../../../src/model/setup.ts'
import { span } from './places.ts'

const made = 'model.compile(Adam(1e-3), "categorical_crossentropy", ["accuracy"])'
const fitted = 'history = model.fit(train_ds, validation_data=val_ds, epochs=20)'
const loaded = 'val_ds = keras.utils.image_dataset_from_directory("val", image_size=(150, 150))'
const at = (line: number, text: string, covered: string) => span('src/train.py', line, text, covered)

/** A setup as the Python front-end reads it, cut to one pipeline and one run. */
export const goldenSetup: TrainingSetup = {
  file: 'src/train.py',
  language: 'python',
  framework: 'keras',
  backbone: 'InceptionV3',
  pipelines: [
    {
      id: 'val_ds@24',
      name: 'val_ds',
      role: 'validation',
      roleFrom: 'fit',
      span: at(24, loaded, loaded),
      origin: {
        kind: 'directory',
        path: { from: 'code', value: 'val', span: at(24, loaded, '"val"') },
        span: at(24, loaded, loaded),
      },
      split: null,
      steps: [
        { kind: 'decode', name: 'image_dataset_from_directory', span: at(24, loaded, loaded), removal: null },
        {
          kind: 'batch',
          name: 'batch_size',
          span: at(24, loaded, loaded),
          removal: null,
          size: { from: 'default', value: 32 },
          dropRemainder: { from: 'unknown', value: null },
        },
      ],
      channels: 'rgb',
      parent: null,
    },
  ],
  models: [],
  runs: [
    {
      model: null,
      compile: {
        order: 4,
        span: at(52, made, made),
        optimizer: {
          name: 'adam',
          learningRate: { from: 'code', value: 0.001, span: at(52, made, '1e-3') },
          span: at(52, made, 'Adam(1e-3)'),
        },
        loss: null,
        metrics: [{ from: 'code', value: 'accuracy', span: at(52, made, '"accuracy"') }],
      },
      fit: {
        order: 5,
        span: at(56, fitted, fitted),
        train: null,
        validation: 'val_ds@24',
        complete: true,
        epochs: { from: 'code', value: 20, span: at(56, fitted, '20') },
        batchSize: { from: 'default', value: 32 },
        callbacks: [],
        callbacksKnown: true,
        classWeights: false,
      },
    },
  ],
  gaps: [{ reason: 'the argument of load_weights is not known', span: at(56, fitted, 'model') }],
  suppressions: [],
}
