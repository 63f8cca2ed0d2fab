import { FEATURES, INPUT, type Layer, layers, OUTPUT } from './architecture.ts'

/** Blocks after which the trunk can be cut: what comes behind one is trained, what comes before is frozen. */
export const boundaries = ['mixed7', 'mixed8', 'mixed9'] as const
export type Boundary = (typeof boundaries)[number]

/** The blocks before the last, whose mean over the picture are the features. */
export type Block = `mixed${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`

/** What a trunk runner gives: pooled features, or the activations of a block. */
export type TrunkOutput = 'features' | Block

export const inputsOf = (layer: Layer): readonly string[] =>
  layer.kind === 'concatenation' ? layer.inputs : [layer.input]

/** The layers that an output is computed with, every layer after those it reads. */
export function layersUntil(output: TrunkOutput): readonly Layer[] {
  return layers.slice(0, placeOf(output === 'features' ? OUTPUT : output) + 1)
}

/** The layers behind a boundary; the first of them read it. */
export function layersAfter(boundary: Boundary): readonly Layer[] {
  return layers.slice(placeOf(boundary) + 1)
}

const placeOf = (name: string) => layers.findIndex((layer) => layer.name === name)

/** Activations of one image, channels last. */
export interface Shape {
  height: number
  width: number
  channels: number
}

/** What an output measures for an input of `size` pixels square; pooled features are 1x1. */
export function shapeOf(output: TrunkOutput, size: number): Shape {
  if (output === 'features') return { height: 1, width: 1, channels: FEATURES }
  const shapes = new Map<string, Shape>([[INPUT, { height: size, width: size, channels: 3 }]])
  const get = (name: string) => shapes.get(name) ?? { height: 0, width: 0, channels: 0 }
  for (const layer of layersUntil(output)) {
    const inputs = inputsOf(layer).map(get)
    const first = inputs[0] ?? get('')
    if (layer.kind === 'concatenation') {
      const channels = inputs.reduce((sum, shape) => sum + shape.channels, 0)
      shapes.set(layer.name, { ...first, channels })
      continue
    }
    const [height, width] = layer.kind === 'convolution' ? layer.kernel : [3, 3]
    const side = (length: number, kernel: number) =>
      layer.padding === 'same'
        ? Math.ceil(length / layer.stride)
        : Math.floor((length - kernel) / layer.stride) + 1
    const channels = layer.kind === 'convolution' ? layer.filters : first.channels
    shapes.set(layer.name, { height: side(first.height, height), width: side(first.width, width), channels })
  }
  return get(output)
}
