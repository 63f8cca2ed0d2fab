import { torchEpochs } from '../../test/support/torch-scripts.ts'
import { head } from './programs.ts'

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

/** Each image and its mirrored copy in one list, of all photos in `photos/`, which is then split. */
export const copiedBeforeSplit = `import cv2, glob, os
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers, models
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
from tensorflow.keras.utils import to_categorical
classes = sorted(os.listdir('photos'))
X, y = [], []
for path in sorted(glob.glob('photos/*/*.jpg')):
    image = cv2.cvtColor(cv2.resize(cv2.imread(path), (150, 150)), cv2.COLOR_BGR2RGB)
    label = classes.index(path.split('/')[1])
    X.append(image)
    y.append(label)
    X.append(cv2.flip(image, 1))
    y.append(label)
X = preprocess_input(np.array(X, dtype='float32'))
X_train, X_val, y_train, y_val = train_test_split(X, to_categorical(y), test_size=0.4, random_state=3)
${head}model.fit(X_train, y_train, validation_data=(X_val, y_val), batch_size=32, epochs=15)
`

/** Two parts of one dataset of all photos in `photos/`: the transform of the training part is that of both. */
export const aliasedSubset = `import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, models, transforms
train_tf = transforms.Compose([
    transforms.Resize((150, 150)),
    transforms.RandomRotation(60),
    transforms.ColorJitter(brightness=0.6, contrast=0.6, saturation=0.6),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])
eval_tf = transforms.Compose([transforms.Resize((150, 150)), transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
dataset = datasets.ImageFolder('photos')
n_train = int(0.6 * len(dataset))
train_set, val_set = random_split(dataset, [n_train, len(dataset) - n_train], generator=torch.Generator().manual_seed(7))
val_set.dataset.transform = eval_tf
train_set.dataset.transform = train_tf
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
model = models.resnet18(weights='DEFAULT')
for parameter in model.parameters():
    parameter.requires_grad = False
model.fc = nn.Linear(model.fc.in_features, 8)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.fc.parameters(), lr=1e-3)
${torchEpochs(15)}`

/** For labels that are numbers. */
const headOfNumbers = head.replace('categorical_crossentropy', 'sparse_categorical_crossentropy')

/** A folder that is listed class after class, and cut unshuffled. */
export const orderedFolder = `from tensorflow import keras
from tensorflow.keras import layers, models
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
def load(subset):
    data = keras.utils.image_dataset_from_directory('photos', validation_split=0.3, subset=subset, shuffle=False, image_size=(150, 150))
    return data.map(lambda x, y: (preprocess_input(x), y))
train, val = load('training').shuffle(20), load('validation')
${headOfNumbers}model.fit(train, validation_data=val, epochs=15)
`

/** Arrays that are filled class after class; `fit` holds their tail back. */
export const orderedArrays = `import cv2, os
import numpy as np
from tensorflow.keras import layers, models
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
X, y = [], []
for label, name in enumerate(sorted(os.listdir('photos'))):
    for file in os.listdir(os.path.join('photos', name)):
        image = cv2.imread(os.path.join('photos', name, file))
        X.append(cv2.cvtColor(cv2.resize(image, (150, 150)), cv2.COLOR_BGR2RGB))
        y.append(label)
X, y = preprocess_input(np.array(X, dtype='float32')), np.array(y)
${headOfNumbers}model.fit(X, y, validation_split=0.2, batch_size=32, epochs=15)
`
