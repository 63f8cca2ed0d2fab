import type { HeadLayer } from '../../../model/network.ts'
import type { Row } from '../table.ts'

const nn = 'https://pytorch.org/docs/stable/nn.html'
const module = 'https://pytorch.org/docs/stable/generated/torch.nn.Module.html'

const layer = (names: string, kind: HeadLayer['kind'], parameters: readonly string[] = []): Row => ({
  names: names.split(' ').map((name) => `torch.nn.${name}`),
  parameters,
  meaning: { kind: 'layer', layer: kind },
  docs: nn,
})

const call = (names: string, kind: HeadLayer['kind'], parameters: readonly string[] = []): Row => ({
  names: names.split(' '),
  parameters: ['input', ...parameters],
  meaning: { kind: 'layer-call', layer: kind },
  docs: 'https://pytorch.org/docs/stable/nn.functional.html',
})

const functions = (names: string, prefixes: readonly string[]) =>
  names
    .split(' ')
    .flatMap((name) => prefixes.map((prefix) => prefix + name))
    .join(' ')

const anywhere = ['torch.nn.functional.', 'torch.', 'ModelTensor.']

const onModules = (...names: string[]) =>
  names.flatMap((name) => ['Model', 'Backbone', 'Layer', 'Submodule'].map((type) => `${type}.${name}`))

/** Methods of every module that say nothing about training: any other attribute is taken for a part of it. */
export const moduleMethods: ReadonlySet<string> = new Set(
  ['state_dict', 'load_state_dict', 'apply', 'buffers', 'named_buffers', 'add_module', 'register_module']
    .concat(['register_buffer', 'register_parameter', 'register_forward_hook', 'register_forward_pre_hook'])
    .concat([
      'register_full_backward_hook',
      'get_submodule',
      'get_parameter',
      'get_buffer',
      'type',
      'to_empty',
      'xpu',
    ])
    .concat(['ipu', 'compile', 'extra_repr', 'set_extra_state', 'no_sync', 'save_pretrained', 'push_to_hub']),
)

/** PyTorch's layers and what modules can be asked for. */
export const torchModules: readonly Row[] = [
  layer('Linear', 'dense', ['in_features', 'out_features', 'bias']),
  layer('LazyLinear', 'dense', ['out_features', 'bias']),
  layer('Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout', 'dropout', ['p']),
  layer('BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm LazyBatchNorm2d LazyBatchNorm1d', 'batch-norm'),
  layer('Flatten Unflatten', 'flatten'),
  layer('AdaptiveAvgPool2d AdaptiveMaxPool2d AvgPool2d MaxPool2d AdaptiveAvgPool1d', 'pooling'),
  layer(
    'ReLU ReLU6 LeakyReLU PReLU ELU GELU SiLU Mish Hardswish Tanh Sigmoid Softmax LogSoftmax',
    'activation',
  ),
  layer('LogSigmoid Softmax2d Softplus SELU CELU GLU', 'activation'),
  layer(
    'Conv1d Conv2d Conv3d ConvTranspose2d LazyConv2d LayerNorm GroupNorm InstanceNorm2d LocalResponseNorm',
    'other',
  ),
  layer(
    'Identity Upsample PixelShuffle ZeroPad2d Embedding MultiheadAttention TransformerEncoderLayer',
    'other',
  ),
  call(functions('softmax log_softmax sigmoid logsigmoid tanh', anywhere), 'activation', ['dim']),
  call(functions('relu relu_ leaky_relu elu gelu silu hardswish', anywhere), 'activation'),
  call(functions('dropout dropout2d', ['torch.nn.functional.']), 'dropout', ['p', 'training']),
  call(functions('max_pool2d avg_pool2d adaptive_avg_pool2d adaptive_max_pool2d', anywhere), 'pooling'),
  call(functions('flatten', ['torch.', 'ModelTensor.']), 'flatten'),
  call('ModelTensor.view ModelTensor.reshape torch.reshape', 'flatten'),
  call('torch.nn.functional.normalize torch.nn.functional.interpolate', 'other'),
  {
    names: [
      'squeeze',
      'unsqueeze',
      'float',
      'half',
      'to',
      'cuda',
      'cpu',
      'contiguous',
      'double',
      'clone',
      'permute',
    ]
      .concat(['size', 'type', 'logits', 'data', 'detach', 'numpy'])
      .map((name) => `ModelTensor.${name}`)
      .concat(['torch.squeeze', 'torch.unsqueeze']),
    parameters: ['input'],
    meaning: { kind: 'tensor', effect: { does: 'keep' } },
    docs: 'https://pytorch.org/docs/stable/tensors.html',
  },
  {
    names: ['torch.nn.Sequential', 'torch.nn.ModuleList'],
    parameters: ['modules'],
    meaning: { kind: 'chain' },
    docs: 'https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html',
  },
  {
    names: ['torchvision.models.get_model'],
    parameters: ['name', 'weights'],
    meaning: { kind: 'named-network', library: 'torchvision', parameter: 'name' },
    docs: 'https://pytorch.org/vision/stable/models.html#torchvision.models.get_model',
  },
  {
    names: ['torch.hub.load'],
    parameters: ['repo_or_dir', 'model', 'source'],
    meaning: { kind: 'named-network', library: 'torchvision', parameter: 'model' },
    docs: 'https://pytorch.org/docs/stable/hub.html#torch.hub.load',
  },
  {
    names: onModules('to', 'cuda', 'cpu', 'half', 'float', 'double', 'share_memory', 'bfloat16'),
    parameters: [],
    meaning: { kind: 'same', parameter: 'receiver' },
    docs: module,
  },
  {
    names: [
      'torch.nn.DataParallel',
      'torch.nn.parallel.DistributedDataParallel',
      'torch.nn.parallel.DataParallel',
    ].concat(['torch.compile', 'torch.jit.script', 'torch.nn.SyncBatchNorm.convert_sync_batchnorm']),
    parameters: ['module'],
    meaning: { kind: 'same', parameter: 0 },
    docs: 'https://pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html',
  },
  { names: onModules('eval'), parameters: [], meaning: { kind: 'mode', training: false }, docs: module },
  {
    names: onModules('train'),
    parameters: ['mode'],
    meaning: { kind: 'mode', training: true },
    docs: module,
  },
  {
    names: ['torch.nn.Module.train'],
    parameters: ['self', 'mode'],
    meaning: { kind: 'mode', training: true },
    docs: module,
  },
  {
    names: ['torch.nn.Module.eval'],
    parameters: ['self'],
    meaning: { kind: 'mode', training: false },
    docs: module,
  },
  {
    names: onModules('parameters'),
    parameters: [],
    meaning: { kind: 'parameters', named: false },
    docs: module,
  },
  {
    names: onModules('named_parameters'),
    parameters: [],
    meaning: { kind: 'parameters', named: true },
    docs: module,
  },
  {
    names: onModules('children', 'modules'),
    parameters: [],
    meaning: { kind: 'children', named: false },
    docs: module,
  },
  {
    names: onModules('named_children', 'named_modules'),
    parameters: [],
    meaning: { kind: 'children', named: true },
    docs: module,
  },
  {
    names: onModules('load_state_dict'),
    parameters: ['state_dict'],
    meaning: { kind: 'load-state' },
    docs: module,
  },
  {
    names: [...onModules('requires_grad_'), 'Parameters.requires_grad_'],
    parameters: ['requires_grad'],
    meaning: { kind: 'requires-grad' },
    docs: module,
  },
]
