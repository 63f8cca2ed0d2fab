import albumentations as A
import cv2
import numpy as np
import pandas as pd
import timm
import torch
import torch.nn as nn
from albumentations.pytorch import ToTensorV2
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset
from tqdm.auto import tqdm

df = pd.read_csv("train.csv")
train_df, valid_df = train_test_split(df, test_size=0.2, stratify=df["label"], random_state=42)


class LeafDataset(Dataset):
    def __init__(self, df, transforms=None):
        self.df = df.reset_index(drop=True)
        self.transforms = transforms

    def __len__(self):
        return len(self.df)

    def __getitem__(self, idx):
        row = self.df.iloc[idx]
        image = cv2.imread(f"images/{row.image_id}")
        image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        if self.transforms:
            image = self.transforms(image=image)["image"]
        return image, torch.tensor(row.label)


def get_transforms(train):
    if train:
        return A.Compose([
            A.RandomResizedCrop(size=(224, 224)),
            A.HorizontalFlip(p=0.5),
            A.OneOf([A.GaussNoise(), A.MotionBlur()], p=0.3),
            A.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
            ToTensorV2(),
        ])
    return A.Compose([A.Resize(224, 224), A.Normalize(), ToTensorV2()])


train_loader = DataLoader(LeafDataset(train_df, get_transforms(True)), batch_size=32, shuffle=True, drop_last=True)
valid_loader = DataLoader(LeafDataset(valid_df, get_transforms(False)), batch_size=64, shuffle=False)
model = timm.create_model("tf_efficientnet_b0", pretrained=True, num_classes=5).cuda()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=1e-2)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)
criterion = nn.CrossEntropyLoss()
scaler = torch.cuda.amp.GradScaler()


def train_fn(loader, model, criterion, optimizer, device):
    model.train()
    losses = []
    for step, (images, labels) in enumerate(tqdm(loader)):
        images, labels = images.to(device), labels.to(device)
        with torch.cuda.amp.autocast():
            y_preds = model(images)
            loss = criterion(y_preds, labels)
        scaler.scale(loss).backward()
        if (step + 1) % 2 == 0:
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()
        losses.append(loss.item())
    return np.mean(losses)


def valid_fn(loader, model, criterion, device):
    model.eval()
    preds = []
    for images, labels in tqdm(loader):
        images = images.to(device)
        with torch.no_grad():
            y_preds = model(images)
        loss = criterion(y_preds, labels.to(device))
        preds.append(y_preds.softmax(1).to("cpu").numpy())
    return np.concatenate(preds), loss


for epoch in range(10):
    train_fn(train_loader, model, criterion, optimizer, "cuda")
    preds, loss = valid_fn(valid_loader, model, criterion, "cuda")
    scheduler.step()
