import timm
import torch
from timm.data import create_transform, resolve_data_config
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

torch.manual_seed(0)
model = timm.create_model("vit_base_patch16_224", pretrained=True, num_classes=10)
config = resolve_data_config({}, model=model)
train_set = datasets.ImageFolder("data/train", create_transform(**config, is_training=True))
val_set = datasets.ImageFolder("data/val", create_transform(**config))
half = transforms.Normalize(mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
test_set = datasets.ImageFolder("data/test", transforms.Compose([
    transforms.Resize(248, interpolation=transforms.InterpolationMode.BICUBIC), transforms.CenterCrop(224), transforms.ToTensor(), half]))
loaders = {"train": DataLoader(train_set, 64, shuffle=True), "val": DataLoader(val_set, 64), "test": DataLoader(test_set, 64)}
optimizer = torch.optim.SGD(model.parameters(), lr=1e-2, momentum=0.9)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1e-2, epochs=3, steps_per_epoch=len(loaders["train"]))
loss_fn = torch.nn.CrossEntropyLoss()


def run(split, train=False):
    model.train(train)
    with torch.set_grad_enabled(train):
        for x, y in loaders[split]:
            loss = loss_fn(model(x), y)
            if train:
                model.zero_grad()
                loss.backward()
                optimizer.step()
                scheduler.step()


for epoch in range(3):
    run("train", True)
    run("val")
run("test")
