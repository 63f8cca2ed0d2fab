/**
 * A fine-tuning of a vision transformer by the Trainer of transformers. `data`: how `train_ds` and `val_ds` come about,
 * from line 17 on; `options`: further arguments of TrainingArguments, which begin behind it.
 */
export const hubScript = (data: string, options = 'learning_rate=5e-5') => `import numpy as np
from datasets import load_dataset
from torchvision.transforms import CenterCrop, Compose, Normalize, RandomHorizontalFlip, RandomResizedCrop, Resize, ToTensor
from transformers import AutoImageProcessor, AutoModelForImageClassification, Trainer, TrainingArguments

checkpoint = 'google/vit-base-patch16-224-in21k'
processor = AutoImageProcessor.from_pretrained(checkpoint)
normalize = Normalize(mean=processor.image_mean, std=processor.image_std)
crop = Compose([RandomResizedCrop(224), RandomHorizontalFlip(), ToTensor(), normalize])
centre = Compose([Resize(256), CenterCrop(224), ToTensor(), normalize])
def for_training(batch):
    batch['pixel_values'] = [crop(image.convert('RGB')) for image in batch['image']]
    return batch
def for_validation(batch):
    batch['pixel_values'] = [centre(image.convert('RGB')) for image in batch['image']]
    return batch
${data}
model = AutoModelForImageClassification.from_pretrained(checkpoint, num_labels=5)
options = TrainingArguments('out', num_train_epochs=4, per_device_train_batch_size=16, ${options})
trainer = Trainer(
    model=model,
    args=options,
    train_dataset=train_ds,
    eval_dataset=val_ds,
)
trainer.train()
`
