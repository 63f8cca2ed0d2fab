/** Imports of a usual PyTorch script for image classification. */
export const torchImports = `import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, Dataset, Subset, random_split
from torchvision import datasets, models, transforms
`

/** Folders, loaders and a pretrained network with a new head, as most scripts have them. */
export const torchSetup = `${torchImports}
normalize = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
train_tf = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor(), normalize])
eval_tf = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), normalize])
train_loader = DataLoader(datasets.ImageFolder('data/train', train_tf), batch_size=32, shuffle=True)
val_loader = DataLoader(datasets.ImageFolder('data/val', eval_tf), batch_size=32)

device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
model = models.resnet18(weights='IMAGENET1K_V1')
model.fc = nn.Linear(model.fc.in_features, 10)
model = model.to(device)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=1e-4)
`

/** Imports of a Lightning script and a module that trains a pretrained network with a new head. 24 lines. */
export const lightningNet = `import lightning as L
import torch
from torch import nn
from torchvision import models, transforms
from torchvision.datasets import ImageFolder
from torch.utils.data import DataLoader
from lightning.pytorch.callbacks import BackboneFinetuning, BaseFinetuning, EarlyStopping
from lightning.pytorch.cli import LightningCLI
class Net(L.LightningModule):
    def __init__(self, lr=1e-3):
        super().__init__()
        self.backbone = models.resnet18(weights='DEFAULT')
        self.backbone.fc = nn.Linear(512, 5)
        self.lr = lr
    def forward(self, x):
        return self.backbone(x)
    def training_step(self, batch, i):
        x, y = batch
        return nn.functional.cross_entropy(self(x), y)
    def validation_step(self, batch, i):
        x, y = batch
        self.log('val_loss', nn.functional.cross_entropy(self(x), y))
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.lr)
`

/** Trains `model` on `train_loader` and measures it on `val_loader`, as most loops by hand do. 10 lines. */
export const torchEpochs = (epochs: number) => `for epoch in range(${epochs}):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for x, y in val_loader:
            model(x)
`
