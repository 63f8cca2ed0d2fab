import type { Edit } from '../../../model/fix.ts'
import type { Origin, Split } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { TensorEffect, Wanted } from '../../frameworks/table.ts'
import type { LayersValue, LayerValue, ModelValue } from './networks.ts'
import type { InstanceValue, ListValue } from './program.ts'
import type { Bound, Value } from './value.ts'

/** Values that only PyTorch programs make. Datasets are mutable: all that share one see its transform change. */
declare module './value.ts' {
  interface Kinds {
    transform: TransformValue
    dataset: DatasetValue
    loader: LoaderValue
    sampler: SamplerValue
    generator: GeneratorValue
    parameters: ParametersValue
    submodule: SubmoduleValue
    gradients: { kind: 'gradients'; enabled: boolean | null; span: Span }
    trainer: { kind: 'trainer'; arguments: Bound; span: Span }
    /** The Trainer of transformers. */
    'hub-trainer': { kind: 'hub-trainer'; arguments: Bound; span: Span }
  }
}

/** Changes each image that it is called with. */
export interface TransformValue {
  kind: 'transform'
  name: string
  does:
    | { kind: 'effect'; effect: TensorEffect; arguments: Bound }
    | { kind: 'parts'; parts: ListValue; random: boolean }
    | { kind: 'preset'; wants: Wanted | null; training: boolean | null }
  /** Edits that take it out of the list in which it is written. */
  removal: Edit[] | null
  span: Span
}

export interface DatasetValue {
  kind: 'dataset'
  name: string
  origin: Origin
  source: string
  /** Mutable: `dataset.transform = ...`. */
  transform: Value | null
  /** The dataset that this is a part of, or that it wraps. */
  base: Value | null
  split: Split | null
  /** False when only some, unknown samples of the base are in it. */
  whole: boolean
  /** Its samples are dicts of columns, and its transform is given several of them at once. */
  columns?: true
  span: Span
}

export interface LoaderValue {
  kind: 'loader'
  dataset: Value
  arguments: Bound
  span: Span
}

export interface SamplerValue {
  kind: 'sampler'
  sampler: 'random' | 'ordered' | 'subset' | 'weighted'
  indices: Value | null
  span: Span
}

/** `torch.Generator()`; mutable: draws advance it. */
export interface GeneratorValue {
  kind: 'generator'
  /** null: never seeded. */
  seed: Value | null
  draws: number
  span: Span
}

/** `module.parameters()`, also one of them as a loop sees it. */
export interface ParametersValue {
  kind: 'parameters'
  of: ModelValue | InstanceValue | LayerValue | LayersValue | SubmoduleValue
  /** Only those that require gradients when they are listed. */
  filtered: boolean
  /** Some, by a test that is not followed. */
  some: boolean
  /** How many undecided branches deep they were listed. */
  undecided: number
  span: Span
}

/** A part of a network by its attribute: `model.layer4`. */
export interface SubmoduleValue {
  kind: 'submodule'
  of: ModelValue
  part: 'head' | 'trunk' | 'some'
  span: Span
}
