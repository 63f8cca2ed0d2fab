import pytorch_lightning as pl
import torch
import torch.nn.functional as F
import torchvision
from pytorch_lightning.callbacks import EarlyStopping, LearningRateMonitor, ModelCheckpoint
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder


class PetsData(pl.LightningDataModule):
    def __init__(self, root="pets", batch_size=32):
        super().__init__()
        self.root = root
        self.batch_size = batch_size
        norm = transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
        self.train_tf = transforms.Compose([
            transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor(), norm])
        self.eval_tf = transforms.Compose([
            transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), norm])

    def setup(self, stage=None):
        if stage == "fit" or stage is None:
            full = ImageFolder(self.root, transform=self.train_tf)
            plain = ImageFolder(self.root, transform=self.eval_tf)
            g = torch.Generator().manual_seed(42)
            self.train_set, _ = random_split(full, [0.8, 0.2], generator=g)
            _, self.val_set = random_split(plain, [0.8, 0.2], generator=torch.Generator().manual_seed(42))

    def train_dataloader(self):
        return DataLoader(self.train_set, batch_size=self.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, batch_size=self.batch_size)


class LitClassifier(pl.LightningModule):
    def __init__(self, num_classes=37, lr=1e-4):
        super().__init__()
        self.save_hyperparameters()
        self.model = torchvision.models.resnet50(weights="IMAGENET1K_V2")
        self.model.fc = torch.nn.Linear(2048, num_classes)

    def forward(self, x):
        return self.model(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = F.cross_entropy(self(x), y)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        x, y = batch
        logits = self(x)
        self.log("val_loss", F.cross_entropy(logits, y), prog_bar=True)

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=1e-4)
        scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "monitor": "val_loss"}}


if __name__ == "__main__":
    trainer = pl.Trainer(max_epochs=20, callbacks=[EarlyStopping("val_loss", patience=5), LearningRateMonitor(), ModelCheckpoint(monitor="val_loss")])
    trainer.fit(LitClassifier(), datamodule=PetsData())
