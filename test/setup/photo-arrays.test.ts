import { describe, expect, test } from 'vitest'
import { setupsOf } from '../../src/setup/gather.ts'

/** The steps of the training and the validation images of a script that loads photos into arrays by hand. */
async function stepsOf(load: string, scale: string): Promise<{ train: string[]; validation: string[] }> {
  const text = `import cv2, glob, imageio
import numpy as np
from PIL import Image
from sklearn.model_selection import train_test_split
import tensorflow as tf
X, y = [], []
for path in glob.glob('photos/*/*.jpg'):
    ${load}
    X.append(img)
    y.append(path.split('/')[-2])
${scale}
X_train, X_val, y_train, y_val = train_test_split(X, np.array(y), test_size=0.2, random_state=1)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(3)])
model.compile('adam', 'mse')
model.fit(X_train, y_train, validation_data=(X_val, y_val), epochs=3)
`
  const [setup] = await setupsOf([{ path: 'train.py', kind: 'python', text }])
  const side = (role: string) =>
    setup?.pipelines
      .find((one) => one.role === role)
      ?.steps.filter(({ kind }) => kind !== 'channels')
      .map((step) =>
        step.kind === 'rescale' ? `rescale ${Number(step.scale.value?.toPrecision(3))}` : step.kind,
      ) ?? ['none']
  return { train: side('train'), validation: side('validation') }
}

const both = (...steps: string[]) => ({ train: steps, validation: steps })

describe('photos read into arrays', () => {
  test.each([
    ['OpenCV, divided as one array', 'img = cv2.imread(path)', 'X = np.array(X) / 255.0'],
    [
      'Pillow, divided as floats',
      "img = np.array(Image.open(path).convert('RGB'))",
      "X = np.array(X).astype('float32')\nX /= 255",
    ],
    ['imageio, divided one by one', 'img = imageio.imread(path) / 255.', 'X = np.stack(X)'],
    ['a list that is never made an array', 'img = cv2.resize(cv2.imread(path), (64, 64)) / 255', 'pass'],
    [
      'scaled in a loop',
      'img = cv2.imread(path)',
      'X = np.array(X)\nfor i in range(len(X)):\n    X[i] = X[i] / 255',
    ],
  ])('%s', async (_, load, scale) => {
    expect(await stepsOf(load, scale)).toEqual(both('decode', 'rescale 0.00392'))
  })

  test('one plane changed in place is not followed', async () => {
    expect(await stepsOf('img = cv2.imread(path)\n    img[..., 0] -= 103.939', 'X = np.array(X)')).toEqual(
      both('decode', 'opaque'),
    )
    expect(await stepsOf('img = cv2.imread(path)', 'X = np.array(X)\nX[:, :, :, 1] -= 116.779')).toEqual(
      both('decode', 'opaque'),
    )
  })

  test('images that came different ways are not taken for one', async () => {
    const load = 'img = cv2.imread(path)\n    X.append(img / 255)'
    expect(await stepsOf(load, 'X = np.array(X)')).toEqual(both())
    expect(await stepsOf('img = cv2.imread(path)', 'X[0] = X[0] / 255\nX = np.array(X)')).toEqual(both())
  })

  test('what a function of the person makes of them is not known', async () => {
    expect(await stepsOf('img = enhance(cv2.imread(path))', 'X = np.array(X) / 255')).toEqual(
      both('decode', 'opaque', 'rescale 0.00392'),
    )
  })
})
