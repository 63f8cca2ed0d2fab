import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, models
from tqdm import tqdm

weights = models.EfficientNet_B0_Weights.DEFAULT
preprocess = weights.transforms()
train_dl = DataLoader(datasets.ImageFolder("flowers/train", preprocess), 32, shuffle=True)
valid_dl = DataLoader(datasets.ImageFolder("flowers/valid", preprocess), 32)
model = models.efficientnet_b0(weights=weights)
for p in model.features.parameters():
    p.requires_grad = False
model.classifier = nn.Sequential(nn.Dropout(p=0.2, inplace=True), nn.Linear(1280, 102))
device = "cuda"
model.to(device)
loss_fn = nn.CrossEntropyLoss(label_smoothing=0.1)


def step(batch, optimizer=None):
    x, y = (t.to(device) for t in batch)
    loss = loss_fn(model(x), y)
    if optimizer:
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return loss.item()


def fit(epochs, optimizer, scheduler=None):
    for epoch in range(epochs):
        model.train()
        for batch in tqdm(train_dl):
            step(batch, optimizer)
        model.eval()
        with torch.inference_mode():
            val_loss = sum(step(batch) for batch in valid_dl) / len(valid_dl)
        if scheduler is not None:
            scheduler.step(val_loss)


fit(5, optim.AdamW(model.classifier.parameters(), lr=1e-3))
for p in model.parameters():
    p.requires_grad = True
optimizer = optim.AdamW(model.parameters(), lr=1e-5)
fit(10, optimizer, optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode="min", factor=0.2, patience=2))
