import torch
import torch.nn as nn
from accelerate import Accelerator
from torch.utils.data import DataLoader, Dataset, random_split
from torchvision import models
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2


class WithTransform(Dataset):
    def __init__(self, subset, transform):
        self.subset, self.transform = subset, transform

    def __len__(self):
        return len(self.subset)

    def __getitem__(self, i):
        image, label = self.subset[i]
        return self.transform(image), label


to_float = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]
train_tf = v2.Compose([v2.RandomResizedCrop(224), v2.RandomHorizontalFlip(), *to_float])
eval_tf = v2.Compose([v2.Resize(256), v2.CenterCrop(224), *to_float])
full = ImageFolder("data")
n_val = int(0.2 * len(full))
train_part, val_part = random_split(full, [len(full) - n_val, n_val], generator=torch.Generator().manual_seed(42))
accelerator = Accelerator()
model = models.mobilenet_v3_small(weights=models.MobileNet_V3_Small_Weights.DEFAULT)
model.classifier[3] = nn.Linear(1024, 4)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
train_dl = DataLoader(WithTransform(train_part, train_tf), batch_size=32, shuffle=True)
val_dl = DataLoader(WithTransform(val_part, eval_tf), batch_size=64)
model, optimizer, train_dl, val_dl = accelerator.prepare(model, optimizer, train_dl, val_dl)
criterion = nn.CrossEntropyLoss()
best, patience = float("inf"), 0
for epoch in range(50):
    model.train()
    for images, labels in train_dl:
        with accelerator.accumulate(model):
            loss = criterion(model(images), labels)
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
    model.eval()
    total = 0.0
    with torch.no_grad():
        for images, labels in val_dl:
            total += criterion(model(images), labels).item()
    if total < best:
        best, patience = total, 0
    else:
        patience += 1
        if patience >= 5:
            break
