import type { Row } from '../table.ts'

const optim = 'https://pytorch.org/docs/stable/optim.html'
const grad = 'https://pytorch.org/docs/stable/torch.html#locally-disabling-gradient-computation'
const accelerate = 'https://huggingface.co/docs/accelerate/package_reference/accelerator'

/** Defaults of torch/optim/*.py in 2.5. */
const rates: Readonly<Record<string, number>> = {
  Adam: 1e-3,
  AdamW: 1e-3,
  Adamax: 2e-3,
  NAdam: 2e-3,
  RAdam: 1e-3,
  Adagrad: 1e-2,
  Adadelta: 1,
  RMSprop: 1e-2,
  SGD: 1e-3,
  ASGD: 1e-2,
  Rprop: 1e-2,
}

const second: Readonly<Record<string, string>> = { SGD: 'momentum' }

const optimizers: readonly Row[] = Object.entries(rates).map(([name, defaultRate]) => ({
  names: [`torch.optim.${name}`],
  parameters: ['params', 'lr', second[name] ?? 'betas'],
  meaning: { kind: 'optimizer', optimizer: name.toLowerCase(), rate: ['lr'], defaultRate },
  docs: `${optim}#algorithms`,
}))

const schedule = (name: string, parameters: readonly string[]): Row => ({
  names: [`torch.optim.lr_scheduler.${name}`],
  parameters: ['optimizer', ...parameters],
  meaning: { kind: 'schedule', callback: 'schedule', defaults: {} },
  docs: `${optim}#how-to-adjust-learning-rate`,
})

const losses = {
  CrossEntropyLoss: 'cross_entropy',
  NLLLoss: 'nll_loss',
  BCELoss: 'binary_cross_entropy',
  BCEWithLogitsLoss: 'binary_cross_entropy_with_logits',
  MSELoss: 'mse_loss',
  L1Loss: 'l1_loss',
  SmoothL1Loss: 'smooth_l1_loss',
  KLDivLoss: 'kl_div',
  HuberLoss: 'huber_loss',
  MultiMarginLoss: 'multi_margin_loss',
  MultiLabelSoftMarginLoss: 'multilabel_soft_margin_loss',
}

const lossRows: readonly Row[] = Object.entries(losses).flatMap(([name, called]): Row[] => [
  {
    names: [`torch.nn.${name}`],
    parameters: ['weight'],
    meaning: { kind: 'loss' },
    docs: 'https://pytorch.org/docs/stable/nn.html#loss-functions',
  },
  {
    names: [`torch.nn.functional.${called}`],
    parameters: ['input', 'target'],
    meaning: { kind: 'loss-call' },
    docs: 'https://pytorch.org/docs/stable/nn.functional.html#loss-functions',
  },
])

const noGradients = [
  'torch.no_grad',
  'torch.autograd.no_grad',
  'torch.inference_mode',
  'torch.autograd.inference_mode',
]

/** Optimizers, schedulers, losses and the calls that a training loop is made of. */
export const torchTraining: readonly Row[] = [
  ...optimizers,
  ...lossRows,
  {
    names: ['torch.optim.lr_scheduler.ReduceLROnPlateau'],
    parameters: [
      'optimizer',
      'mode',
      'factor',
      'patience',
      'threshold',
      'threshold_mode',
      'cooldown',
      'min_lr',
    ],
    meaning: {
      kind: 'schedule',
      callback: 'reduce-on-plateau',
      defaults: { mode: 'min', factor: 0.1, patience: 10, threshold: 1e-4, cooldown: 0, min_lr: 0 },
    },
    docs: 'https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html',
  },
  schedule('StepLR', ['step_size', 'gamma']),
  schedule('MultiStepLR', ['milestones', 'gamma']),
  schedule('ExponentialLR', ['gamma']),
  schedule('CosineAnnealingLR', ['T_max', 'eta_min']),
  schedule('CosineAnnealingWarmRestarts', ['T_0', 'T_mult', 'eta_min']),
  schedule('OneCycleLR', ['max_lr', 'total_steps', 'epochs', 'steps_per_epoch']),
  schedule('CyclicLR', ['base_lr', 'max_lr']),
  schedule('LambdaLR', ['lr_lambda']),
  schedule('MultiplicativeLR', ['lr_lambda']),
  schedule('LinearLR', ['start_factor', 'end_factor', 'total_iters']),
  schedule('ConstantLR', ['factor', 'total_iters']),
  schedule('PolynomialLR', ['total_iters', 'power']),
  schedule('SequentialLR', ['schedulers', 'milestones']),
  schedule('ChainedScheduler', []),
  {
    names: [
      'Unknown.backward',
      'ModelTensor.backward',
      'Tensor.backward',
      'Number.backward',
      'torch.autograd.backward',
      'torch.autograd.grad',
    ],
    parameters: ['loss'],
    meaning: { kind: 'backward' },
    docs: 'https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html',
  },
  {
    names: ['Optimizer.step', 'Unknown.step'],
    parameters: ['optimizer'],
    meaning: { kind: 'optimizer-step' },
    docs: `${optim}#taking-an-optimization-step`,
  },
  {
    names: ['Optimizer', 'Model', 'Backbone', 'Unknown', 'Layer', 'Submodule']
      .map((type) => `${type}.zero_grad`)
      .concat('Unknown.zero_'),
    parameters: ['set_to_none'],
    meaning: { kind: 'zero-grad' },
    docs: 'https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html',
  },
  {
    names: ['Optimizer.add_param_group'],
    parameters: ['param_group'],
    meaning: { kind: 'more-parameters' },
    docs: 'https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.add_param_group.html',
  },
  {
    names: ['Schedule.step'],
    parameters: ['metrics', 'epoch'],
    meaning: { kind: 'schedule-step' },
    docs: `${optim}#how-to-adjust-learning-rate`,
  },
  { names: noGradients, parameters: ['mode'], meaning: { kind: 'gradients', enabled: false }, docs: grad },
  {
    names: ['torch.enable_grad', 'torch.autograd.enable_grad'],
    parameters: [],
    meaning: { kind: 'gradients', enabled: true },
    docs: grad,
  },
  {
    names: [
      'torch.set_grad_enabled',
      'torch.autograd.set_grad_enabled',
      'torch.autograd.grad_mode.set_grad_enabled',
    ],
    parameters: ['mode'],
    meaning: { kind: 'gradients', enabled: 'argument' },
    docs: grad,
  },
  {
    names: ['Unknown.prepare', 'Unknown.setup', 'Unknown.setup_dataloaders', 'Unknown.prepare_data_loader'],
    parameters: [],
    meaning: { kind: 'prepare' },
    docs: accelerate,
  },
  {
    names: ['python.filter'],
    parameters: ['function', 'iterable'],
    meaning: { kind: 'filter' },
    docs: optim,
  },
  {
    names: ['copy.copy', 'copy.deepcopy'],
    parameters: ['value'],
    meaning: { kind: 'copy' },
    docs: 'https://docs.python.org/3/library/copy.html',
  },
]
