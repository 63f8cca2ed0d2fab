import numpy as np
import torch
from sklearn.model_selection import KFold, StratifiedKFold
from torch import nn
from torch.utils.data import DataLoader, SubsetRandomSampler
from torchvision import datasets, models, transforms

normalize = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
augmented = datasets.ImageFolder("photos", transforms.Compose([
    transforms.RandomRotation(15), transforms.Resize((224, 224)), transforms.ToTensor(), normalize]))
plain = datasets.ImageFolder("photos", transforms.Compose([
    transforms.Resize((224, 224)), transforms.ToTensor(), normalize]))
for fold, (train_ids, test_ids) in enumerate(KFold(n_splits=5, shuffle=True, random_state=0).split(augmented)):
    trainloader = DataLoader(augmented, batch_size=10, sampler=SubsetRandomSampler(train_ids))
    testloader = DataLoader(plain, batch_size=10, sampler=SubsetRandomSampler(test_ids))
    network = models.vgg16(weights=models.VGG16_Weights.IMAGENET1K_V1)
    network.classifier[6] = nn.Linear(4096, 10)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-5)
    loss_function = nn.CrossEntropyLoss()
    for epoch in range(0, 5):
        network.train()
        for i, data in enumerate(trainloader, 0):
            inputs, targets = data
            optimizer.zero_grad()
            outputs = network(inputs)
            loss = loss_function(outputs, targets)
            loss.backward()
            optimizer.step()
    network.eval()
    with torch.no_grad():
        for i, data in enumerate(testloader, 0):
            inputs, targets = data
            outputs = network(inputs)

indices = np.arange(1000)
np.random.seed(1)
np.random.shuffle(indices)
train_idx, valid_idx = indices[200:], indices[:200]
train_loader = DataLoader(augmented, batch_size=32, sampler=SubsetRandomSampler(train_idx))
valid_loader = DataLoader(plain, batch_size=32, sampler=SubsetRandomSampler(valid_idx))
