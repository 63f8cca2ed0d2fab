import type { ValueRange } from '../../model/pipeline.ts'

/** The pixel values that a backbone wants at its input, and how its own `preprocess_input` makes them from 0..255. */
export interface Wanted {
  range: ValueRange
  channels: 'rgb' | 'bgr'
  /** True when the model scales 0..255 itself. */
  inside: boolean
}

export type TensorEffect =
  | { does: 'keep' }
  | { does: 'decode'; channels?: 'bgr' }
  /** Changes the order or kind of colour channels, as its `code` says. */
  | { does: 'channels' }
  /** Gives samples more than once. */
  | { does: 'oversample' }
  /** Deterministic geometry or colour: random only when chance decides whether it is applied. */
  | { does: 'fixed' }
  /** `size`: the parameter that holds the size of what comes out; `certain`: with p = 1 it acts on every image alike. */
  | { does: 'random'; size?: string; certain?: true }
  /** Leaves the image for something else: labels, shapes. */
  | { does: 'leave' }
  | { does: 'opaque' }
  | { does: 'fitted' }
  /** `parameter`: [height, width] list; else `height` and `width`. */
  | { does: 'resize'; parameter?: string; height?: string; width?: string }
  | {
      does: 'rescale'
      scale: number | { parameter: string; default: number }
      offset: number | { parameter: string; default: number }
    }
  | { does: 'arithmetic'; operator: '+' | '-' | '*' | '/' }
  /** `pixel`: pixels are divided by this parameter first; `standard`: ImageNet's mean and std where none are given. */
  | {
      does: 'normalize'
      mean: string
      std: string
      pixel?: { parameter: string; default: number }
      standard?: true
    }
  /** Integers of 0..255 to floats of 0..1; floats stay as they are. `when`: only if this parameter is true. */
  | { does: 'to-float'; when?: string }
  | { does: 'preprocess'; of: string; makes: ValueRange }
