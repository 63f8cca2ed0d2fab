import type { HeadLayer } from '../../model/network.ts'
import type { Pipeline, Split } from '../../model/pipeline.ts'
import type { Callback } from '../../model/training.ts'
import type { TensorEffect, Wanted } from './effects.ts'
import type { TorchMeaning } from './torch/meaning.ts'

export type { TensorEffect, Wanted } from './effects.ts'

/**
 * The knowledge of a framework as data: what a call means for a training setup. The interpreter looks a call up by
 * its canonical name, binds the arguments to `parameters`, and lets the meaning's effect act on the values.
 *
 * Names: a library path as canonical names give it (`keras.optimizers.Adam`, `tensorflow.image.resize`,
 * `tfjs.layers.dense`), or `Type.method` for methods of values that the interpreter made itself: `Stream` (a
 * dataset), `Tensor`, `ModelTensor`, `Layer`, `Model`, `Augmenter` (ImageDataGenerator), prefixed by the framework's
 * root where they differ: `tensorflow.Stream.batch`, `tfjs.Stream.batch`.
 */
export interface Row {
  names: readonly string[]
  /** Parameters in positional order, as the framework spells them. */
  parameters: readonly string[]
  /** Position of an options object whose entries are parameters too (JavaScript). */
  options?: number
  meaning: Meaning
  /** The page that says so. */
  docs: string
}

export type Meaning =
  | {
      kind: 'optimizer'
      optimizer: string
      /** Parameter that holds the learning rate, and its default where the framework has one. */
      rate: readonly string[]
      defaultRate: number | null
    }
  | { kind: 'callback'; callback: Callback['kind']; defaults: Readonly<Record<string, JsonValue>> }
  | { kind: 'loss' }
  /** What weights cost beside the loss; the factors that it has where they are not given, null where versions differ. */
  | { kind: 'regularizer'; defaults: Readonly<Record<'l1' | 'l2', number | null>> }
  | {
      kind: 'backbone'
      backbone: string
      module: string
      wants: Wanted
      /** The input that it wants with `include_preprocessing=False`, where it has that argument; null: not known. */
      bare?: Wanted | null
      defaultWeights: string | null
    }
  /**
   * Loads a saved model. `namesBackbone`: people load converted pretrained networks in this way (TensorFlow.js), so
   * that a path that names one means it; elsewhere it is as likely a model of their own with scaling inside.
   */
  | { kind: 'load-model'; namesBackbone: boolean }
  /** A layer of the model: `effect` on the model's input steps when it stands before the backbone. */
  | { kind: 'layer'; layer: HeadLayer['kind']; effect?: TensorEffect }
  | { kind: 'model-input' }
  | { kind: 'model'; how: 'functional' | 'sequential' }
  /** A function on pixel tensors; the tensor is the receiver of a method, else the first parameter. */
  | { kind: 'tensor'; effect: TensorEffect }
  /** Makes a dataset from files or arrays. */
  | { kind: 'source'; source: Source }
  /** Datasets of a catalogue, one for each split that is named: `tfds.load('cifar10', split=['train', 'test'])`. */
  | { kind: 'catalogue' }
  /** Arrays of photos with the numbers of their classes, for training and for testing: `cifar10.load_data()`. */
  | { kind: 'catalogue-arrays' }
  | { kind: 'stream'; does: StreamEffect }
  /** Two datasets that share no sample: `split_dataset(dataset, left_size=0.8)`. */
  | { kind: 'stream-halves' }
  | { kind: 'augmenter' }
  /** Something that learns from data with `fit` and then changes it; `resamples`: it adds samples. */
  | { kind: 'transformer'; resamples: boolean }
  /** What a transformer, an augmenter or a layer does with data: learns from it, changes it, or both. */
  | { kind: 'transform-data'; learns: boolean; changes: boolean }
  /** A classifier of scikit-learn's kind. */
  | { kind: 'estimator' }
  | { kind: 'estimator-fit' }
  /** Measures one; `folds`: by holding a part out of the others, again and again. */
  | { kind: 'estimator-score'; folds: boolean }
  /** Puts arrays of samples together: `np.concatenate([a, b])`. */
  | { kind: 'join-samples' }
  /** Arrays with samples repeated along the first axis: `np.repeat(x, 3, axis=0)`. */
  | { kind: 'repeat-samples' }
  /** `getattr(keras.applications, 'VGG16')`: what a name that is known means there. */
  | { kind: 'get-attribute' }
  /** A function of every item: `map(load, paths)`. */
  | { kind: 'map-items' }
  /** A list in another order. */
  | { kind: 'reorder' }
  | { kind: 'flow'; origin: Pipeline['origin']['kind'] }
  | { kind: 'array-split'; split: Split['kind'] }
  | { kind: 'compile' }
  | { kind: 'fit' }
  | { kind: 'evaluate'; how: 'evaluate' | 'predict' }
  | { kind: 'freeze'; value: boolean }
  /** Gives the receiver weights of its own: `model.load_weights(path)`. */
  | { kind: 'load-weights' }
  /** One step of an optimizer in a hand-written loop: `optimizer.apply_gradients(pairs)`. */
  | { kind: 'apply-gradients' }
  /** `model.add(layer)` */
  | { kind: 'add-layer' }
  /** One layer of the receiver, by its name. */
  | { kind: 'get-layer' }
  /** `layer.apply(x)`: the receiver is called. */
  | { kind: 'apply' }
  /** A number learned from arrays of samples: `images.mean(axis=0)`, `np.std(images)`. */
  | { kind: 'measure' }
  /** Labels: rows of 0 and 1 made of the numbers of classes (`to_categorical(y)`), or a number each (`tf.tensor1d(y)`). */
  | { kind: 'labels'; as: 'one-hot' | 'numbers' }
  /** Gives one of its arguments (or the receiver) back, as far as we care: `list(x)`, `np.array(x)`, `.prefetch()`. */
  | { kind: 'same'; parameter: number | 'receiver' }
  /** Makes one array of a list of images: `np.array(images)`; gives anything else back. */
  | { kind: 'gather' }
  /** `@staticmethod` and its like: the function, bound otherwise. */
  | { kind: 'bind-member'; binding: 'static' | 'class' | 'property' }
  /** A number or order drawn at random; what depends on it is random too. */
  | { kind: 'random' }
  /** Folds constants. */
  | { kind: 'fold'; fold: Fold }
  /** Listing a folder: the result remembers the folder. */
  | { kind: 'listing' }
  | { kind: 'argument-parser' }
  /** `flags.DEFINE_string(name, default, help)`, read as `flags.FLAGS.name`. */
  | { kind: 'define-flag' }
  /** `vars(args)`: the fields of what a parser gave, as a dict. */
  | { kind: 'fields' }
  /** `functools.partial(function, ...)`. */
  | { kind: 'partial' }
  /** Calls the function that it is given: `tf.tidy(() => ...)`. */
  | { kind: 'call'; parameter: number }
  | TorchMeaning

export interface Source {
  origin: Pipeline['origin']['kind']
  /** Parameter that names the folder, the manifest or the arrays. */
  parameter: string
  /** Decoded images in 0..255 come out (else whatever was put in). */
  decodes: boolean
  batch?: { parameter: string; default: number | null }
  size?: { parameter: string; default: readonly [number, number] | null }
  shuffle?: { parameter: string; default: boolean; seed: string }
  split?: { kind: Split['kind']; fraction: string; subset: string }
}

export type StreamEffect =
  | 'map'
  | 'batch'
  | 'shuffle'
  | 'cache'
  | 'repeat'
  | 'take'
  | 'skip'
  | 'keep'
  | 'zip'
  | 'oversample'
  | 'opaque'

export type Fold =
  | 'join-path'
  | 'number'
  | 'integer'
  | 'string'
  | 'length'
  | 'range'
  | 'dict'
  | 'enumerate'
  | 'zip'
  | 'minimum'
  | 'maximum'
  | 'round'

export type JsonValue = string | number | boolean | null
