import type { Random } from '../../model/random.ts'
import { type Affine, compose, identity, warp } from './affine.ts'
import { brighten, saturate, stretch } from './colour.ts'
import type { Bounds, Distortion } from './distortion.ts'

/**
 * One random draw of all distortions, in their order, on a square RGB image of 8 bits. Neighbouring geometric ones
 * are joined into one resampling, as the frameworks do.
 */
export function distort(
  pixels: Uint8Array,
  size: number,
  distortions: readonly Distortion[],
  random: Random,
): Uint8Array {
  let image = pixels
  let pending = identity
  const settle = () => {
    if (pending !== identity) image = warp(image, size, pending)
    pending = identity
  }
  for (const distortion of distortions) {
    const applied = random.uniform() < (distortion.probability ?? 1)
    const geometric = geometry(distortion, random)
    if (geometric !== null) {
      if (applied) pending = compose(geometric, pending)
      continue
    }
    const recolour = colour(distortion, random)
    if (!applied) continue
    settle()
    image = recolour(image)
  }
  settle()
  return image
}

const draw = ([low, high]: Bounds, random: Random) => random.uniform(low, high)

function geometry(distortion: Distortion, random: Random): Affine | null {
  switch (distortion.kind) {
    case 'flip':
      return distortion.axis === 'horizontal' ? [-1, 0, 0, 0, 1, 0] : [1, 0, 0, 0, -1, 0]
    case 'rotation': {
      const angle = (draw(distortion.degrees, random) * Math.PI) / 180
      return [Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0]
    }
    case 'shift':
      return [1, 0, draw(distortion.x, random), 0, 1, draw(distortion.y, random)]
    case 'zoom': {
      const x = draw(distortion.x, random)
      const y = distortion.y === null ? x : draw(distortion.y, random)
      return [x, 0, 0, 0, y, 0]
    }
    case 'shear': {
      // Keras' apply_affine_transform: the vertical axis leans.
      const angle = (draw(distortion.degrees, random) * Math.PI) / 180
      return [Math.cos(angle), 0, 0, -Math.sin(angle), 1, 0]
    }
    default:
      return null
  }
}

function colour(distortion: Distortion, random: Random): (pixels: Uint8Array) => Uint8Array {
  switch (distortion.kind) {
    case 'brightness': {
      const factor = draw(distortion.factor, random)
      const offset = draw(distortion.offset, random)
      return (pixels) => brighten(pixels, factor, offset)
    }
    case 'contrast': {
      const factor = draw(distortion.factor, random)
      return (pixels) => stretch(pixels, factor)
    }
    case 'saturation': {
      const factor = draw(distortion.factor, random)
      return (pixels) => saturate(pixels, factor)
    }
    default:
      return (pixels) => pixels
  }
}
