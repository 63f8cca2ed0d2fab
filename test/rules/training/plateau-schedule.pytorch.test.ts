import rule from '../../../rules/training/plateau-schedule.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { lightningNet, torchSetup } from '../../support/torch-scripts.ts'

const script = (schedule: string, step: string, inBatch = '') => `${torchSetup}
scheduler = optim.lr_scheduler.${schedule}
for epoch in range(20):
    model.train()
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()${inBatch}
    model.eval()
    total, correct = 0.0, 0
    with torch.no_grad():
        for images, labels in val_loader:
            outputs = model(images)
            total += criterion(outputs, labels).item()
            correct += (outputs.argmax(1) == labels).sum().item()
    val_loss = total / len(val_loader)
    val_acc = correct / len(val_loader.dataset)
    ${step}
`

const trained = (
  callbacks: string,
) => `${lightningNet}from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint, LearningRateMonitor
tf = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
train = DataLoader(ImageFolder('data/train', tf), 32, shuffle=True)
val = DataLoader(ImageFolder('data/val', tf), 32)
trainer = L.Trainer(max_epochs=20, callbacks=[${callbacks}])
trainer.fit(Net(), train, val)
`

ruleTester(rule, {
  sick: [
    {
      name: "Lightning's callbacks, which take any metric for one that falls",
      files: {
        'train.py': trained(
          "LearningRateMonitor(), ModelCheckpoint(monitor='val_acc'), EarlyStopping('val_acc', patience=5)",
        ),
      },
      findings: [
        { at: 'train.py:29', says: "ModelCheckpoint cannot work as it is set up: mode='min' takes a rising" },
        { at: 'train.py:29', says: 'EarlyStopping' },
      ],
    },
    {
      name: 'the default mode on an accuracy',
      files: { 'train.py': script('ReduceLROnPlateau(optimizer, patience=3)', 'scheduler.step(val_acc)') },
      findings: [{ at: 'train.py:20', says: "mode='min' takes a rising val_acc for a plateau" }],
    },
    {
      name: "mode='max' on a loss",
      files: {
        'train.py': script(
          "ReduceLROnPlateau(optimizer, mode='max', factor=0.5)",
          'scheduler.step(val_loss)',
        ),
      },
      findings: [{ at: 'train.py:20', says: 'falling val_loss' }],
    },
    {
      name: 'stepped with the mean of what the training loop adds up',
      files: {
        'train.py': script(
          'ReduceLROnPlateau(optimizer, patience=3)',
          'scheduler.step(summed / len(train_loader))',
          '\n        summed += loss.item()',
        ).replace('    model.train()\n', '    model.train()\n    summed = 0.0\n'),
      },
      findings: [{ at: 'train.py:20', says: 'its step() is given a score on the training images' }],
      unfixed: 'which score it is to watch is for the person to say',
    },
    {
      name: 'stepped nowhere',
      files: { 'train.py': script('ReduceLROnPlateau(optimizer, patience=3)', 'print(val_loss)') },
      findings: [{ at: 'train.py:20', says: 'its step() is called nowhere' }],
      unfixed: 'where to step it is for the person to say',
    },
    {
      name: 'stepped without the metric',
      files: { 'train.py': script('ReduceLROnPlateau(optimizer, patience=3)', 'scheduler.step()') },
      findings: [{ at: 'train.py:20', says: 'not given the metric' }],
      unfixed: 'which metric is for the person to say',
    },
    {
      name: 'stepped for every batch',
      files: {
        'train.py': script(
          'ReduceLROnPlateau(optimizer, patience=5)',
          'pass',
          '\n        scheduler.step(loss)',
        ),
      },
      findings: [{ at: 'train.py:20', says: 'patience=5 counts batches' }],
      unfixed: 'the step has to move',
    },
    {
      name: 'more patience than epochs',
      files: { 'train.py': script('ReduceLROnPlateau(optimizer, patience=25)', 'scheduler.step(val_loss)') },
      findings: [{ at: 'train.py:20', says: 'patience=25 in a run of 20 epochs' }],
    },
  ],
  healthy: [
    {
      name: 'one variable for the sums of both loops, set to zero between them',
      files: {
        'train.py': script(
          'ReduceLROnPlateau(optimizer, patience=3)',
          'scheduler.step(total / len(val_loader))',
          '\n        total += loss.item()',
        ).replace('    model.train()\n', '    model.train()\n    total = 0.0\n'),
      },
    },
    {
      name: 'training alone, which has no other score to watch',
      files: {
        'train.py': `${torchSetup}
scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)
for epoch in range(20):
    summed = 0.0
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        summed += loss.item()
    scheduler.step(summed)
`,
      },
    },
    {
      name: 'a loop over both phases that steps behind validation',
      files: {
        'train.py': `${torchSetup}
scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)
for epoch in range(20):
    for phase, loader in {'train': train_loader, 'val': val_loader}.items():
        model.train(phase == 'train')
        summed = 0.0
        for images, labels in loader:
            optimizer.zero_grad()
            with torch.set_grad_enabled(phase == 'train'):
                loss = criterion(model(images), labels)
                if phase == 'train':
                    loss.backward()
                    optimizer.step()
            summed += loss.item()
        mean = summed / len(loader)
        if phase == 'val':
            scheduler.step(mean)
`,
      },
    },
    {
      name: "Lightning's callbacks that are told that the metric rises, and a checkpoint that watches none",
      files: {
        'train.py': trained(
          "ModelCheckpoint(), ModelCheckpoint(monitor='val_acc', mode='max'), EarlyStopping('val_acc', mode='max')",
        ),
      },
    },
    {
      name: 'the validation loss each epoch',
      files: {
        'train.py': script("ReduceLROnPlateau(optimizer, 'min', patience=3)", 'scheduler.step(val_loss)'),
      },
    },
    {
      name: "mode='max' on an accuracy",
      files: {
        'train.py': script("ReduceLROnPlateau(optimizer, mode='max', patience=2)", 'scheduler.step(val_acc)'),
      },
    },
    {
      name: 'an expression as the metric',
      files: {
        'train.py': script('ReduceLROnPlateau(optimizer)', 'scheduler.step(total / len(val_loader))'),
      },
    },
    {
      name: 'an accumulated loss',
      files: {
        'train.py': script('ReduceLROnPlateau(optimizer)', 'acc_loss = total\n    scheduler.step(acc_loss)'),
      },
    },
    {
      name: 'no schedule, and early stopping by hand',
      files: {
        'train.py': script('StepLR(optimizer, 50)', 'if val_loss > 5:\n        break').replace(
          'range(20)',
          'range(100)',
        ),
      },
    },
    {
      name: 'handed to code that we do not see',
      files: {
        'train.py': script('ReduceLROnPlateau(optimizer, patience=3)', 'log_and_step(scheduler, val_loss)'),
      },
    },
    {
      name: 'one cycle over all batches',
      files: {
        'train.py': script(
          'OneCycleLR(optimizer, max_lr=1e-3, epochs=20, steps_per_epoch=len(train_loader))',
          'pass',
          '\n        scheduler.step()',
        ),
      },
    },
  ],
})
