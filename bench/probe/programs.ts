/** The places of the program that faults change. */
export interface Lines {
  size: number
  batch: string
  /** Steps of the training and of the validation dataset after reading. */
  train: string
  validation: string
  scale: string
  head: string
  optimizer: string
  callbacks: string
  epochs: number
}

const right: Lines = {
  size: 150,
  batch: '32',
  train: '',
  validation: '',
  scale: 'keras.applications.inception_v3.preprocess_input(inputs)',
  head: 'x = layers.Dropout(0.5)(x)',
  optimizer: 'keras.optimizers.Adam(1e-3)',
  callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3)",
  epochs: 15,
}

/** Transfer learning on a frozen InceptionV3 as Keras' guide has it: healthy but for the given lines. */
export function program(lines: Partial<Lines> = {}): string {
  const all = { ...right, ...lines }
  const { size } = all
  return `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
train = keras.utils.image_dataset_from_directory('data/train', image_size=(${size}, ${size}), batch_size=${all.batch})${all.train}
val = keras.utils.image_dataset_from_directory('data/val', image_size=(${size}, ${size}))${all.validation}
base = keras.applications.InceptionV3(include_top=False, weights='imagenet', input_shape=(${size}, ${size}, 3))
base.trainable = False
inputs = keras.Input((${size}, ${size}, 3))
x = ${all.scale}
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
${all.head}
outputs = layers.Dense(8, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer=${all.optimizer}, loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=${all.epochs}, callbacks=[${all.callbacks}])
`
}

const head = `base = InceptionV3(include_top=False, weights='imagenet', input_shape=(150, 150, 3))
base.trainable = False
model = models.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dropout(0.5), layers.Dense(8, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
`

/** One augmenting generator for both sides. */
export const sharedGenerator = (transforms: string) => `from tensorflow.keras import layers, models
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
from tensorflow.keras.preprocessing.image import ImageDataGenerator
datagen = ImageDataGenerator(preprocessing_function=preprocess_input, ${transforms})
train = datagen.flow_from_directory('data/train', target_size=(150, 150), batch_size=32)
val = datagen.flow_from_directory('data/val', target_size=(150, 150), batch_size=32)
${head}model.fit(train, validation_data=val, epochs=15)
`

/** OpenCV reads blue first, and nothing swaps. */
export const openCv = `import cv2, glob, os
import numpy as np
from tensorflow.keras import layers, models
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
from tensorflow.keras.utils import to_categorical
classes = sorted(os.listdir('data/train'))
def load(side):
    X, y = [], []
    for path in sorted(glob.glob('data/' + side + '/*/*.jpg')):
        image = cv2.imread(path)
        X.append(cv2.resize(image, (150, 150)))
        y.append(classes.index(path.split('/')[2]))
    return preprocess_input(np.array(X, dtype='float32')), to_categorical(y)
X_train, y_train = load('train')
X_val, y_val = load('val')
${head}model.fit(X_train, y_train, validation_data=(X_val, y_val), batch_size=32, epochs=15)
`
