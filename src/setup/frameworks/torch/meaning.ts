import type { HeadLayer } from '../../../model/network.ts'
import type { Pipeline } from '../../../model/pipeline.ts'
import type { Callback } from '../../../model/training.ts'
import type { TensorEffect, Wanted } from '../effects.ts'

/** What calls of PyTorch and the libraries around it mean: see `Meaning`. */
export type TorchMeaning =
  /** An object that changes each image that it is called with. */
  | { kind: 'transform'; effect: TensorEffect }
  /** Several transforms in a row; `random`: by chance, some of them, or in any order. */
  | { kind: 'compose'; random: boolean; parameter: string }
  /** The transforms that a set of weights comes with, or that a model's own data configuration asks for. */
  | { kind: 'preset'; wants: Wanted; training: string | null }
  | { kind: 'dataset'; origin: Pipeline['origin']['kind']; root: string | null }
  | { kind: 'cut'; how: 'random-split' | 'subset' }
  | { kind: 'loader' }
  | { kind: 'sampler'; sampler: 'random' | 'ordered' | 'subset' | 'weighted' }
  | { kind: 'generator' }
  /** Seeds a generator (the receiver), or PyTorch's own. */
  | { kind: 'seed' }
  | { kind: 'network'; network: Network }
  /** A network by the name that it is given: `timm.create_model('resnet50')`. */
  | { kind: 'named-network'; library: 'timm' | 'torchvision'; parameter: string }
  /** `nn.Sequential(a, b)`. */
  | { kind: 'chain' }
  /** A function that acts as a layer would: `F.relu(x)`. */
  | { kind: 'layer-call'; layer: HeadLayer['kind'] }
  | { kind: 'mode'; training: boolean }
  | { kind: 'gradients'; enabled: boolean | 'argument' }
  | { kind: 'parameters'; named: boolean }
  | { kind: 'children'; named: boolean }
  /** `module.requires_grad_(False)`. */
  | { kind: 'requires-grad' }
  | { kind: 'reset-classifier' }
  /** `model.load_state_dict(...)`. */
  | { kind: 'load-state' }
  | { kind: 'backward' }
  | { kind: 'optimizer-step' }
  | { kind: 'zero-grad' }
  /** `optimizer.add_param_group(...)`. */
  | { kind: 'more-parameters' }
  /** `F.cross_entropy(output, target)`: a loss that is made and called at once. */
  | { kind: 'loss-call' }
  | { kind: 'schedule'; callback: Callback['kind']; defaults: Readonly<Record<string, string | number>> }
  | { kind: 'schedule-step' }
  /** Gives its arguments back, in a list where there are several: `accelerator.prepare(model, loader)`. */
  | { kind: 'prepare' }
  | { kind: 'filter' }
  | { kind: 'copy' }
  | { kind: 'trainer' }
  /** Makes a trainer and what it is given, and runs it: `LightningCLI(Model, DataModule)`. */
  | { kind: 'trainer-cli' }
  | { kind: 'trainer-run'; how: 'fit' | 'evaluate' | 'predict' }
  | HubMeaning

/** Hugging Face's datasets and the Trainer of transformers. */
export type HubMeaning =
  /** `load_dataset('imagefolder', data_dir='photos')`: a dataset, or a dict of them by their side. */
  | { kind: 'hub-dataset' }
  /** What is done to the samples when they are read: of a new dataset, or of the receiver itself. */
  | { kind: 'hub-transform'; how: 'new' | 'in-place' | 'map' }
  | { kind: 'hub-split' }
  /** Some of the samples. */
  | { kind: 'hub-part' }
  | { kind: 'hub-network' }
  /** `TrainingArguments(...)`. */
  | { kind: 'hub-settings' }
  | { kind: 'hub-trainer' }
  | { kind: 'hub-run'; how: 'train' | 'evaluate' | 'predict' }

/** A network of a collection, as far as rules need it. */
export interface Network {
  name: string
  /** The attribute that holds its classifier. */
  head: string
  wants: Wanted
  /** False where no layer acts differently in training mode. */
  modal: boolean
}
