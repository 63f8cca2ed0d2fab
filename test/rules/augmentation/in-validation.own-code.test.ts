import rule from '../../../rules/augmentation/in-validation.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const generator = `from tensorflow.keras.preprocessing.image import ImageDataGenerator
`

// What goes through functions, classes and modules of the program itself.
ruleTester(rule, {
  sick: [
    {
      name: 'one function for both sides that augments unless it is told not to',
      files: {
        'train.py': `import tensorflow as tf

def read(path, label):
    image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.image.resize(image, (128, 128)), label

def flip(image, label):
    return tf.image.random_flip_left_right(image), label

def make_dataset(paths, labels, batch_size=32, augment=True):
    ds = tf.data.Dataset.from_tensor_slices((paths, labels)).map(read)
    if augment:
        ds = ds.map(flip)
    return ds.batch(batch_size)

train_ds = make_dataset(train_paths, train_labels)
val_ds = make_dataset(val_paths, val_labels, batch_size=64)  # larger batches
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:8, train.py:14', says: 'validation images (val_ds)' }],
    },
    {
      name: 'a flag that also says whether to shuffle',
      files: {
        'train.py': `import tensorflow as tf

def flip(image, label):
    return tf.image.random_flip_left_right(image), label

def prepare(ds, training):
    if training:
        ds = ds.map(flip)
    return ds.shuffle(1000).batch(32) if training else ds.batch(32)

train_ds = prepare(tf.keras.utils.image_dataset_from_directory('train', batch_size=None), True)
val_ds = prepare(tf.keras.utils.image_dataset_from_directory('val', batch_size=None), True)
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:4, train.py:9', says: 'validation images (val_ds)' }],
      unfixed: 'the flag decides more than the augmentation',
    },
    {
      name: 'a Sequence of the program that is given the transforms on both sides',
      files: {
        'train.py': `import albumentations as A
import cv2
import numpy as np
from tensorflow.keras.utils import Sequence

turned = A.Compose([A.HorizontalFlip(p=0.5), A.RandomRotate90()])

class Photos(Sequence):
    def __init__(self, files, labels, transform=None):
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self):
        return len(self.files) // 16

    def __getitem__(self, index):
        files = self.files[index * 16 : (index + 1) * 16]
        images = [cv2.cvtColor(cv2.imread(file), cv2.COLOR_BGR2RGB) for file in files]
        if self.transform is not None:
            images = [self.transform(image=image)['image'] for image in images]
        return np.array(images) / 255.0, self.labels[index * 16 : (index + 1) * 16]

model.fit(Photos(train_files, train_labels, turned), validation_data=Photos(val_files, val_labels, turned), epochs=10)
`,
      },
      findings: [{ at: 'train.py:6, train.py:22', says: 'A.HorizontalFlip, A.RandomRotate90' }],
      unfixed: 'the transforms are written once for both sides',
    },
    {
      name: 'both sides through one function of the program',
      files: {
        'train.py': `${generator}
IMG_SIZE = (224, 224)

def make_generator(directory, batch_size=32):
    datagen = ImageDataGenerator(rescale=1. / 255, zoom_range=0.3, horizontal_flip=True)
    return datagen.flow_from_directory(directory, target_size=IMG_SIZE, batch_size=batch_size)

train_gen = make_generator('dataset/train')
valid_gen = make_generator('dataset/valid', batch_size=16)
history = model.fit(train_gen, epochs=25, validation_data=valid_gen)
`,
      },
      findings: [{ at: 'train.py:6, train.py:7', says: 'valid_gen' }],
      unfixed: 'one call makes both sides',
    },
    {
      name: 'a generator made in another file',
      files: {
        'config.py': `DATA = 'data'
ROTATION = 25
`,
        'data/__init__.py': '',
        'data/loader.py': `from keras.preprocessing.image import ImageDataGenerator
import config

def generators(batch=32):
    gen = ImageDataGenerator(rotation_range=config.ROTATION, validation_split=0.1)
    common = dict(directory=config.DATA, target_size=(299, 299), batch_size=batch)
    return gen.flow_from_directory(subset='training', **common), gen.flow_from_directory(subset='validation', **common)
`,
        'train.py': `from data.loader import generators
from model import build

train, valid = generators()
model = build()
model.fit(train, validation_data=valid, epochs=3)
`,
      },
      findings: [{ at: 'data/loader.py:5, data/loader.py:7' }],
    },
    {
      name: 'a class that keeps its generator',
      files: {
        'pipeline.py': `${generator}
class DataPipeline:
    def __init__(self, root, size=224):
        self.root = root
        self.size = (size, size)
        self.datagen = ImageDataGenerator(
            rescale=1/255.0, shear_range=0.2, validation_split=0.25)

    def _flow(self, subset):
        return self.datagen.flow_from_directory(self.root, target_size=self.size, subset=subset)

    def train(self):
        return self._flow('training')

    def validation(self):
        return self._flow('validation')

class Trainer(object):
    def __init__(self, model, data):
        self.model = model
        self.data = data

    def run(self, epochs):
        return self.model.fit(self.data.train(), validation_data=self.data.validation(), epochs=epochs)

if __name__ == '__main__':
    Trainer(get_model(), DataPipeline('images')).run(20)
`,
      },
      findings: [{ at: 'pipeline.py:8, pipeline.py:11', says: 'shear_range' }],
      unfixed: 'one call makes both sides',
    },
  ],
  healthy: [
    {
      name: 'a Sequence of the program whose validation side has no transforms',
      files: {
        'train.py': `import albumentations as A
import cv2
import numpy as np
from tensorflow.keras.utils import Sequence

class Photos(Sequence):
    def __init__(self, files, labels, transform=None):
        self.files, self.labels, self.transform = files, labels, transform

    def __getitem__(self, index):
        images = [cv2.imread(file) for file in self.files[index * 16 : (index + 1) * 16]]
        if self.transform is not None:
            images = [self.transform(image=image)['image'] for image in images]
        return np.array(images) / 255.0, self.labels[index * 16 : (index + 1) * 16]

train = Photos(train_files, train_labels, A.HorizontalFlip(p=0.5))
model.fit(train, validation_data=Photos(val_files, val_labels), epochs=10)
`,
      },
    },
    {
      name: 'training and test generators of a class',
      files: {
        'pipeline.py': `${generator}
class Data:
    def __init__(self, augment):
        args = {'rescale': 1/255.}
        if augment:
            args.update(rotation_range=20, horizontal_flip=True)
        self.gen = ImageDataGenerator(**args)

    def flow(self, folder):
        return self.gen.flow_from_directory(folder)

train = Data(True).flow('train')
test = Data(False).flow('test')
model.fit(train, validation_data=test, epochs=4)
`,
      },
    },
    {
      name: 'the mode passed to one generator function',
      files: {
        'train.py': `${generator}
def get_datagen(mode='train'):
    if mode == 'train':
        return ImageDataGenerator(preprocessing_function=preprocess, rotation_range=15)
    else:
        return ImageDataGenerator(preprocessing_function=preprocess)

train = get_datagen('train').flow_from_directory('data/train')
val = get_datagen(mode='val').flow_from_directory('data/val')
model.fit(train, validation_data=val, epochs=4)
`,
      },
    },
  ],
})
