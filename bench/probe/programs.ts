/** The places of the program that faults change. */
export interface Lines {
  size: number
  /** Of the validation images, where it is another. */
  validationSize: number | null
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
  validationSize: null,
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
  const { size, validationSize } = all
  const measured = validationSize ?? size
  return `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
train = keras.utils.image_dataset_from_directory('data/train', image_size=(${size}, ${size}), batch_size=${all.batch})${all.train}
val = keras.utils.image_dataset_from_directory('data/val', image_size=(${measured}, ${measured}))${all.validation}
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

/** A frozen InceptionV3 under a new head, compiled. */
export const head = `base = InceptionV3(include_top=False, weights='imagenet', input_shape=(150, 150, 3))
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
