import rule from '../../../rules/leakage/fit-before-split.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Features of a frozen ResNet50, photo by photo, in `X` with the classes in `y`. 17 lines. */
const features = `import glob, os
import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from tensorflow.keras.applications.resnet50 import ResNet50, preprocess_input
from tensorflow.keras.preprocessing import image
trunk = ResNet50(weights='imagenet', include_top=False, pooling='avg')
X, y = [], []
for path in glob.glob('tiles/*/*.png'):
    photo = image.img_to_array(image.load_img(path, target_size=(224, 224)))
    X.append(trunk.predict(preprocess_input(np.expand_dims(photo, axis=0))).flatten())
    y.append(os.path.basename(os.path.dirname(path)))
X, y = np.array(X), np.array(y)
`
const script = (body: string) => ({ 'train.py': features + body })
const unfixed = 'the lines have to change places'

ruleTester(rule, {
  sick: [
    {
      name: 'components of all features, for a classifier of scikit-learn',
      files: script(`X = PCA(64).fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
classifier = LogisticRegression(max_iter=1000)
classifier.fit(X_train, y_train)
print(classifier.score(X_test, y_test))
`),
      findings: [{ at: 'train.py:18, train.py:19', says: 'PCA learns from all samples' }],
      unfixed,
    },
    {
      name: 'features that are scaled together and then told apart by folds',
      files: script(`scaled = StandardScaler().fit_transform(X)
print(cross_val_score(LinearSVC(), scaled, y, cv=5).mean())
`),
      findings: [{ at: 'train.py:18, train.py:19', says: 'StandardScaler' }],
      unfixed,
    },
    {
      name: "features of PyTorch's trunk, batch by batch",
      files: {
        'train.py': `import numpy as np
import torch
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
loader = DataLoader(datasets.ImageFolder('bugs', tf), batch_size=64)
net = models.resnet50(weights='DEFAULT')
net.fc = torch.nn.Identity()
net.eval()
rows, classes = [], []
with torch.no_grad():
    for images, labels in loader:
        rows.append(net(images).cpu().numpy())
        classes.append(labels.numpy())
X, y = np.concatenate(rows), np.concatenate(classes)
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
`,
      },
      findings: [{ at: 'train.py:19, train.py:20' }],
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'a scaler that is part of what is fitted in each fold',
      files: script(`X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
print(cross_val_score(classifier, X_train, y_train, cv=5).mean())
classifier.fit(X_train, y_train)
print(classifier.score(X_test, y_test))
`),
    },
    {
      name: 'a scaler that learns from the training side',
      files: script(`X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
scaler = StandardScaler().fit(X_train)
classifier = LinearSVC().fit(scaler.transform(X_train), y_train)
print(classifier.score(scaler.transform(X_test), y_test))
`),
    },
    {
      name: 'a table that holds no images',
      files: {
        'table.py': `import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
table = pd.read_csv('wine.csv')
X = StandardScaler().fit_transform(table.drop(columns='quality'))
X_train, X_test, y_train, y_test = train_test_split(X, table.quality)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
`,
      },
    },
  ],
})
