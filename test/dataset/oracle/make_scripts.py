"""Writes scripts.json: which files training scripts put on which side, found by running them with the real libraries.

Made with Python 3.11.7, numpy 2.0.2, scikit-learn 1.5.2, pandas 3.1.1, keras 3.6.0 on tensorflow-cpu 2.18.1,
torch 2.5.1, torchvision 0.20.1; made again, with more scripts and the same sides of the earlier ones, with numpy 1.26.4,
pandas 3.0.6, torch 2.15.0, torchvision 0.29.2. Run

  python make_scripts.py
  npx biome format --write scripts.json

Each script below makes `train` and `val` (and perhaps `test`); the tests put a Keras training behind it. Images are
empty files: `cv2.imread` gives the path back.
"""

import json
import os
import random
import sys
import tempfile
import types

FILES = [f"data/{c}/{n}.jpg" for c, k in (("cat", 13), ("dog-a", 11), ("dog", 9)) for n in range(k)]
FILES += [f"data/{c}/{n}.PNG" for c in ("cat", "dog") for n in (3, 30)] + ["data/cat/notes.txt", "data/readme.md"]
FILES += [f"flat/{c}.{n}.jpg" for c in ("cat", "dog") for n in range(12)]
TABLE = "file,label,patient,fold\n" + "".join(
    f"{c}.{n}.jpg,{c},p{n % 5},{n % 4}\n" for n in range(12) for c in ("dog", "cat")
)

SCRIPTS = {
    # name: (kind of training behind it, script)
    "glob, stratified": ("paths", """
import glob
from sklearn.model_selection import train_test_split
paths = sorted(glob.glob('data/*/*.jpg'))
labels = [p.split('/')[-2] for p in paths]
train, val = train_test_split(paths, test_size=.2, stratify=labels, random_state=42)
"""),
    "pathlib, plain": ("paths", """
from pathlib import Path
from sklearn.model_selection import train_test_split
root = Path('data')
files = sorted(root.glob('*/*.jpg'))
train, val = train_test_split([str(f) for f in files], test_size=0.25, random_state=7)
"""),
    "rglob with a suffix, classes by parent": ("paths", """
from pathlib import Path
from sklearn.model_selection import train_test_split
files = sorted(p for p in Path('data').rglob('*') if p.suffix.lower() in {'.jpg', '.png'})
labels = [p.parent.name for p in files]
train, val, y_train, y_val = train_test_split([p.as_posix() for p in files], labels, stratify=labels, random_state=3)
"""),
    "loops over sorted folders": ("paths", """
import os
from sklearn.model_selection import train_test_split
data_dir = 'data'
paths, labels = [], []
for label, name in enumerate(sorted(os.listdir(data_dir))):
    folder = os.path.join(data_dir, name)
    if not os.path.isdir(folder):
        continue
    for file in sorted(os.listdir(folder)):
        if file.endswith('.jpg'):
            paths.append(os.path.join(folder, file))
            labels.append(label)
train, val, y_train, y_val = train_test_split(paths, labels, test_size=0.3, random_state=1, stratify=labels)
"""),
    "loops over written classes, by index": ("paths", """
import os
from sklearn.model_selection import train_test_split
classes = ['dog', 'cat']
paths = []
labels = []
for c in classes:
    for f in sorted(os.listdir(f'data/{c}')):
        if not f.lower().endswith(('.jpg', '.png')):
            continue
        paths.append(f'data/{c}/{f}')
        labels.append(classes.index(c))
train, val, y_train, y_val = train_test_split(paths, labels, test_size=10, random_state=5, stratify=labels)
"""),
    "os.walk, sorted": ("paths", """
import os
import random
paths = []
for root, dirs, files in os.walk('data'):
    for f in files:
        if f.endswith('.jpg'):
            paths.append(os.path.join(root, f))
paths.sort()
random.seed(1)
random.shuffle(paths)
split = int(len(paths) * 0.8)
train, val = paths[:split], paths[split:]
"""),
    "sorted walk": ("paths", """
import os
import random
paths = []
for root, dirs, files in sorted(os.walk('data')):
    for f in sorted(files):
        if '.jpg' in f:
            paths += [os.path.join(root, f)]
rng = random.Random(8)
rng.shuffle(paths)
n = round(0.75 * len(paths))
train = paths[:n]
val = paths[n:]
"""),
    "images in a loop": ("arrays", """
import os
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
X, y = [], []
for label, cls in enumerate(['cat', 'dog']):
    for name in sorted(os.listdir(os.path.join('data', cls))):
        if name.endswith('.txt'):
            continue
        img = cv2.imread(os.path.join('data', cls, name))
        img = cv2.resize(img, (224, 224))
        X.append(img)
        y.append(label)
X = np.array(X)
y = np.array(y)
train, val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)
"""),
    "images by a function": ("arrays", """
import glob
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
def load_images(pattern):
    images, labels = [], []
    for path in sorted(glob.glob(pattern)):
        images.append(cv2.imread(path))
        labels.append(0 if 'cat' in path else 1)
    return np.array(images), np.array(labels)
X, y = load_images('data/*/*.jpg')
train, val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=11, stratify=y)
"""),
    "images by a comprehension": ("arrays", """
import glob
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
files = sorted(glob.glob('flat/*.jpg'))
X = np.array([cv2.imread(f) for f in files])
y = np.array([1 if f.split('/')[-1].startswith('dog') else 0 for f in files])
train, val, y_train, y_val = train_test_split(X, y, test_size=1/3, random_state=0, stratify=y)
"""),
    "train, validation and test": ("paths", """
import glob
from sklearn.model_selection import train_test_split
paths = sorted(glob.glob('data/*/*.jpg'))
labels = [p.split('/')[1] for p in paths]
rest, test, y_rest, y_test = train_test_split(paths, labels, test_size=0.2, random_state=42, stratify=labels)
train, val, y_train, y_val = train_test_split(rest, y_rest, test_size=0.25, random_state=43, stratify=y_rest)
"""),
    "indices": ("paths", """
import glob
import numpy as np
from sklearn.model_selection import train_test_split
paths = np.array(sorted(glob.glob('data/*/*.jpg')))
train_idx, val_idx = train_test_split(np.arange(len(paths)), test_size=0.2, random_state=9)
train, val = paths[train_idx], paths[val_idx]
"""),
    "indices, one by one": ("paths", """
import glob
from sklearn.model_selection import train_test_split
paths = sorted(glob.glob('flat/*.jpg'))
train_idx, val_idx = train_test_split(range(len(paths)), train_size=0.7, random_state=9)
train = [paths[i] for i in train_idx]
val = [paths[i] for i in val_idx]
"""),
    "numpy permutation of its seeded generator": ("paths", """
import glob
import numpy as np
np.random.seed(0)
paths = np.array(sorted(glob.glob('data/*/*.jpg')))
order = np.random.permutation(len(paths))
n_val = int(0.2 * len(paths))
val, train = paths[order[:n_val]], paths[order[n_val:]]
"""),
    "numpy shuffles twice": ("paths", """
import glob
import numpy as np
np.random.seed(12)
cats = sorted(glob.glob('flat/cat*.jpg'))
dogs = sorted(glob.glob('flat/dog*.jpg'))
np.random.shuffle(cats)
np.random.shuffle(dogs)
train = cats[:9] + dogs[:9]
val = cats[9:] + dogs[9:]
"""),
    "RandomState": ("paths", """
import glob
import numpy as np
paths = sorted(glob.glob('flat/*.jpg'))
rng = np.random.RandomState(99)
order = rng.permutation(len(paths))
train = [paths[i] for i in order[6:]]
val = [paths[i] for i in order[:6]]
"""),
    "default_rng": ("paths", """
import glob
import numpy as np
paths = sorted(glob.glob('flat/*.jpg'))
rng = np.random.default_rng(seed=5)
rng.shuffle(paths)
train, val = paths[:-5], paths[-5:]
"""),
    "a split that draws from numpy's seeded generator": ("paths", """
import glob
import numpy as np
from sklearn.model_selection import train_test_split
np.random.seed(21)
paths = sorted(glob.glob('flat/*.jpg'))
train, val = train_test_split(paths, test_size=0.2)
"""),
    "pairs, shuffled and taken apart": ("paths", """
import glob
import random
paths = sorted(glob.glob('flat/*.jpg'))
labels = [p.split('/')[-1].split('.')[0] for p in paths]
pairs = list(zip(paths, labels))
random.Random(4).shuffle(pairs)
files, names = zip(*pairs)
train, val = files[:18], files[18:]
"""),
    "sklearn.utils.shuffle": ("paths", """
import glob
from sklearn.utils import shuffle
paths = sorted(glob.glob('flat/*.jpg'))
labels = [p[5:8] for p in paths]
paths, labels = shuffle(paths, labels, random_state=17)
train, val = paths[:20], paths[20:]
"""),
    "random.sample": ("paths", """
import glob
import random
random.seed(3)
paths = sorted(glob.glob('flat/*.jpg'))
val = random.sample(paths, 6)
train = [p for p in paths if p not in val]
"""),
    "KFold, the first fold": ("paths", """
import glob
import numpy as np
from sklearn.model_selection import KFold
paths = np.array(sorted(glob.glob('flat/*.jpg')))
kf = KFold(n_splits=4, shuffle=True, random_state=6)
train_idx, val_idx = next(kf.split(paths))
train, val = paths[train_idx], paths[val_idx]
"""),
    "StratifiedKFold over numbers": ("paths", """
import glob
import numpy as np
from sklearn.model_selection import StratifiedKFold
paths = np.array(sorted(glob.glob('data/*/*.jpg')))
names = sorted({p.split('/')[1] for p in paths})
index = {name: i for i, name in enumerate(names)}
labels = np.array([index[p.split('/')[1]] for p in paths])
folds = list(StratifiedKFold(n_splits=5, shuffle=True, random_state=1).split(paths, labels))
train_idx, val_idx = folds[0]
train, val = paths[train_idx], paths[val_idx]
"""),
    "StratifiedShuffleSplit": ("paths", """
import glob
import numpy as np
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.preprocessing import LabelEncoder
paths = np.array(sorted(glob.glob('data/*/*.jpg')))
y = LabelEncoder().fit_transform([p.split('/')[1] for p in paths])
sss = StratifiedShuffleSplit(n_splits=1, test_size=0.25, random_state=0)
for train_idx, val_idx in sss.split(paths, y):
    train, val = paths[train_idx], paths[val_idx]
"""),
    "a table": ("paths", """
import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv('labels.csv')
df['path'] = 'flat/' + df['file']
train_df, val_df = train_test_split(df, test_size=0.2, stratify=df['label'], random_state=42)
train, val = train_df['path'].tolist(), val_df['path'].tolist()
"""),
    "a table, by columns": ("paths", """
import os
import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv('labels.csv')
paths = df['file'].apply(lambda f: os.path.join('flat', f)).tolist()
train, val, y_train, y_val = train_test_split(paths, df['fold'].values, test_size=0.3, random_state=8, stratify=df['fold'].values)
"""),
    "a sampled table": ("paths", """
import pandas as pd
df = pd.read_csv('labels.csv')
df['path'] = df.file.map(lambda name: f'flat/{name}')
train_df = df.sample(frac=0.8, random_state=200)
val_df = df.drop(train_df.index)
train, val = list(train_df.path), list(val_df.path)
"""),
    "a shuffled table": ("paths", """
import pandas as pd
df = pd.read_csv('labels.csv').sample(frac=1, random_state=5).reset_index(drop=True)
cut = int(len(df) * 0.7)
train = ['flat/' + f for f in df[:cut]['file']]
val = ['flat/' + f for f in df.iloc[cut:]['file']]
"""),
    "a table with a fold column": ("paths", """
import pandas as pd
df = pd.read_csv('labels.csv')
train = ['flat/' + row['file'] for _, row in df[df['fold'] != 1].iterrows()]
val = ['flat/' + row['file'] for _, row in df[df['fold'] == 1].iterrows()]
"""),
    "whole patients": ("paths", """
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit
df = pd.read_csv('labels.csv')
splitter = GroupShuffleSplit(n_splits=1, test_size=0.4, random_state=7)
train_idx, val_idx = next(splitter.split(df, groups=df['patient']))
train = ('flat/' + df.iloc[train_idx]['file']).tolist()
val = ('flat/' + df.iloc[val_idx]['file']).tolist()
"""),
    "a table made of files": ("paths", """
import glob
import os
import pandas as pd
from sklearn.model_selection import train_test_split
files = sorted(glob.glob(os.path.join('data', '*', '*.jpg')))
df = pd.DataFrame({'path': files, 'label': [os.path.basename(os.path.dirname(f)) for f in files]})
rest, test_df = train_test_split(df, test_size=0.15, random_state=1, stratify=df.label)
train_df, val_df = train_test_split(rest, test_size=0.2, random_state=1, stratify=rest['label'])
train, val, test = train_df['path'].values, val_df['path'].values, test_df['path'].values
"""),
    "labels by their place among sorted folders": ("pairs", """
import glob, os
from sklearn.model_selection import train_test_split
paths = sorted(glob.glob('data/*/*.jpg'))
classes = sorted(os.listdir('data'))
labels = [classes.index(p.split(os.sep)[-2]) for p in paths]
train, val, y_train, y_val = train_test_split(paths, labels, test_size=0.2, random_state=42, stratify=labels)
"""),
    "labels that are not followed": ("pairs", """
import glob
import numpy as np
from sklearn.model_selection import train_test_split
from annotations import label_of
paths = np.array(sorted(glob.glob('data/*/*.jpg')))
labels = np.array([label_of(p) for p in paths])
train, val, y_train, y_val = train_test_split(paths, labels, test_size=0.3, random_state=8)
"""),
    "pixels behind a scaling": ("arrays", """
import glob
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
paths = sorted(glob.glob('data/*/*.jpg'))
images = []
labels = []
for p in paths:
    images.append(np.array(cv2.imread(p)))
    labels.append(p.split('/')[-2])
images = np.array(images) / 255.0
train, val, y_train, y_val = train_test_split(images, labels, test_size=0.2, random_state=2)
"""),
    "columns put side by side": ("generator", """
import os
import pandas as pd
from keras.preprocessing.image import ImageDataGenerator
from sklearn.model_selection import train_test_split
filepaths, labels = [], []
for fold in sorted(os.listdir('data')):
    if fold == 'readme.md':
        continue
    for name in sorted(os.listdir(os.path.join('data', fold))):
        filepaths.append(os.path.join('data', fold, name))
        labels.append(fold)
df = pd.concat([pd.Series(filepaths, name='filepaths'), pd.Series(labels, name='labels')], axis=1)
train_df, val_df = train_test_split(df, train_size=0.8, shuffle=True, random_state=123, stratify=df['labels'])
datagen = ImageDataGenerator(rescale=1./255)
train = datagen.flow_from_dataframe(train_df, x_col='filepaths', y_col='labels')
val = datagen.flow_from_dataframe(val_df, x_col='filepaths', y_col='labels')
"""),
    "a column of folds": ("paths", """
import pandas as pd
from sklearn.model_selection import StratifiedKFold
df = pd.read_csv('labels.csv').sample(frac=1, random_state=11).reset_index(drop=True)
df['kfold'] = -1
splitter = StratifiedKFold(n_splits=4, shuffle=True, random_state=3)
for number, (_, rows) in enumerate(splitter.split(X=df, y=df.label.values)):
    df.loc[rows, 'kfold'] = number
train = ['flat/' + name for name in df[df.kfold != 1].file]
val = ['flat/' + name for name in df[df.kfold == 1].file]
"""),
    "the first of the folds by next": ("paths", """
import glob
import numpy as np
from sklearn.model_selection import GroupShuffleSplit
paths = np.array(sorted(glob.glob('data/*/*.jpg')))
groups = np.array([p.split('/')[-1] for p in paths])
rows, held = next(GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=7).split(paths, groups=groups))
train, val = paths[rows], paths[held]
"""),
    "flow_from_dataframe": ("generator", """
import pandas as pd
from tensorflow.keras.preprocessing.image import ImageDataGenerator
df = pd.read_csv('labels.csv')
datagen = ImageDataGenerator(rescale=1./255, validation_split=0.25)
train = datagen.flow_from_dataframe(df, directory='flat', x_col='file', y_col='label', subset='training', batch_size=4)
val = datagen.flow_from_dataframe(df, directory='flat', x_col='file', y_col='label', subset='validation', batch_size=4)
"""),
    "flow_from_dataframe over a sampled table with missing files": ("generator", """
import pandas as pd
from tensorflow.keras.preprocessing.image import ImageDataGenerator
df = pd.read_csv('labels.csv')
df = df.sample(frac=1, random_state=3)
df['file'] = df['file'].map(lambda name: name.replace('cat.3.jpg', 'gone.jpg'))
datagen = ImageDataGenerator(validation_split=0.2)
train = datagen.flow_from_dataframe(dataframe=df, directory='flat/', x_col='file', y_col='label', subset='training')
val = datagen.flow_from_dataframe(dataframe=df, directory='flat/', x_col='file', y_col='label', subset='validation')
"""),
    "flow_from_dataframe of two tables": ("generator", """
import pandas as pd
from sklearn.model_selection import train_test_split
from keras.preprocessing.image import ImageDataGenerator
df = pd.read_csv('labels.csv')
train_df, val_df = train_test_split(df, test_size=0.2, random_state=42, stratify=df['label'])
train_df = train_df.reset_index(drop=True)
val_df = val_df.reset_index(drop=True)
datagen = ImageDataGenerator(rescale=1./255)
train = datagen.flow_from_dataframe(train_df, 'flat', x_col='file', y_col='label', class_mode='categorical')
val = datagen.flow_from_dataframe(val_df, 'flat', x_col='file', y_col='label', class_mode='categorical')
"""),
}


TORCH = """
import torch
from torch.utils.data import DataLoader, Dataset, Subset, SubsetRandomSampler, random_split
from torchvision import datasets, transforms
"""
SCRIPTS |= {
    "random_split by counts": ("torch", TORCH + """
dataset = datasets.ImageFolder('data', transform=transforms.ToTensor())
n_train = int(0.8 * len(dataset))
train, val = random_split(dataset, [n_train, len(dataset) - n_train], generator=torch.Generator().manual_seed(42))
"""),
    "random_split by shares, in three": ("torch", TORCH + """
dataset = datasets.ImageFolder('data')
g = torch.Generator().manual_seed(7)
train, val, test = random_split(dataset, [0.7, 0.15, 0.15], generator=g)
"""),
    "Subset by stratified indices": ("torch", TORCH + """
from sklearn.model_selection import train_test_split
dataset = datasets.ImageFolder(root='data')
train_idx, val_idx = train_test_split(range(len(dataset)), test_size=0.2, stratify=dataset.targets, random_state=4)
train, val = Subset(dataset, train_idx), Subset(dataset, val_idx)
"""),
    "Subset of a permutation": ("torch", TORCH + """
dataset = datasets.ImageFolder('data')
order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(4)).tolist()
cut = int(0.8 * len(dataset))
train, val = Subset(dataset, order[:cut]), Subset(dataset, order[cut:])
"""),
    "random_split behind torch.manual_seed": ("torch", TORCH + """
import numpy as np
SEED = 9
torch.manual_seed(SEED)
np.random.seed(SEED)
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
dataset = datasets.ImageFolder('data', transform=transforms.Compose([transforms.Resize(64), transforms.ToTensor()]))
print(len(dataset), dataset.classes)
count = int(0.8 * len(dataset))
train, val = random_split(dataset, [count, len(dataset) - count])
"""),
    "Subset of a permutation behind torch.manual_seed": ("torch", TORCH + """
torch.manual_seed(3)
dataset = datasets.ImageFolder('data')
order = torch.randperm(len(dataset))
cut = int(0.75 * len(dataset))
train = Subset(dataset, order[:cut])
val = Subset(dataset, order[cut:])
"""),
    "an own dataset of a table": ("torch", TORCH + """
import os
import pandas as pd
from PIL import Image
class Frames(Dataset):
    def __init__(self, table, root):
        self.frame = pd.read_csv(table)
        self.root = root
    def __len__(self):
        return len(self.frame)
    def __getitem__(self, i):
        image = Image.open(os.path.join(self.root, self.frame.iloc[i, 0])).convert('RGB')
        return image, self.frame.iloc[i, 1]
dataset = Frames('labels.csv', 'flat')
count = int(0.8 * len(dataset))
train, val = random_split(dataset, [count, len(dataset) - count], generator=torch.Generator().manual_seed(11))
"""),
    "an own dataset of paths": ("torch", TORCH + """
import glob
from PIL import Image
from sklearn.model_selection import train_test_split
class Photos(Dataset):
    def __init__(self, paths, transform=None):
        self.paths = paths
        self.transform = transform
    def __len__(self):
        return len(self.paths)
    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert('RGB')
        if self.transform:
            image = self.transform(image)
        return image, 0
paths = sorted(glob.glob('data/*/*.jpg'))
train_paths, val_paths = train_test_split(paths, test_size=0.25, random_state=6)
train, val = Photos(train_paths), Photos(val_paths)
"""),
    "random_split of an own dataset": ("torch", TORCH + """
import os
from PIL import Image
class Photos(Dataset):
    def __init__(self, root):
        self.root = root
        self.names = sorted(os.listdir(root))
    def __len__(self):
        return len(self.names)
    def __getitem__(self, i):
        return Image.open(os.path.join(self.root, self.names[i])), 0
dataset = Photos('flat')
val_size = int(len(dataset) * 0.25)
train_size = len(dataset) - val_size
train, val = random_split(dataset, [train_size, val_size], generator=torch.Generator().manual_seed(0))
"""),
}


def files_of(found):
    """The paths that a dataset of PyTorch reads."""
    if hasattr(found, "filepaths"):
        return found.filepaths
    if hasattr(found, "indices"):
        whole = files_of(found.dataset)
        return [whole[i] for i in found.indices]
    if hasattr(found, "samples"):
        return [path for path, _ in found.samples]
    if hasattr(found, "frame"):
        return [os.path.join(found.root, name) for name in found.frame.iloc[:, 0]]
    if hasattr(found, "root"):
        return [os.path.join(found.root, name) for name in found.names]
    return getattr(found, "paths", found)


def run(script):
    """The sides that a script makes, as paths."""
    scope = {"__name__": "__main__"}
    # Images are their paths here, which cannot be scaled.
    exec(compile(script.replace(" / 255.0", ""), "train.py", "exec"), scope)
    sides = {}
    for side, name in (("train", "train"), ("validation", "val"), ("test", "test")):
        if name in scope:
            sides[side] = sorted(os.path.normpath(str(f)) for f in files_of(scope[name]))
    return sides


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    cv2 = types.ModuleType("cv2")
    cv2.imread, cv2.resize = lambda path: path, lambda image, size: image
    sys.modules["cv2"] = cv2
    annotations = types.ModuleType("annotations")
    annotations.label_of = lambda path: len(path) % 3
    sys.modules["annotations"] = annotations
    keras = __import__("keras")
    legacy = __import__("keras.src.legacy.preprocessing.image", fromlist=["ImageDataGenerator"])
    sys.modules["keras.preprocessing.image"] = sys.modules["tensorflow.keras.preprocessing.image"] = legacy
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        # Made in another order than they are named, so that the file system lists them so.
        for path in random.Random(0).sample(FILES, len(FILES)):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "wb").close()
        with open("labels.csv", "w") as file:
            file.write(TABLE)
        cases = [{"name": n, "behind": k, "script": s.lstrip(), **run(s)} for n, (k, s) in SCRIPTS.items()]
    with open(os.path.join(here, "scripts.json"), "w") as file:
        json.dump({"files": FILES, "table": TABLE, "cases": cases}, file)
