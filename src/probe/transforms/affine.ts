/** Maps output coordinates to input coordinates, both from the centre of the image in shares of its side. */
export type Affine = readonly [xx: number, xy: number, x: number, yx: number, yy: number, y: number]

export const identity: Affine = [1, 0, 0, 0, 1, 0]

/** First `first`, then `second`, as seen by an output coordinate. */
export function compose(first: Affine, second: Affine): Affine {
  const [a, b, c, d, e, f] = second
  const [g, h, i, j, k, l] = first
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f]
}

/** Samples a square RGB image bilinearly; outside of it the nearest edge pixel, Keras' `fill_mode='nearest'`. */
export function warp(pixels: Uint8Array, size: number, [xx, xy, x0, yx, yy, y0]: Affine): Uint8Array {
  const result = new Uint8Array(pixels.length)
  const centre = (size - 1) / 2
  const at = (x: number, y: number, channel: number) => pixels[(y * size + x) * 3 + channel] ?? 0
  const inside = (value: number) => Math.min(Math.max(value, 0), size - 1)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const u = column - centre
      const v = row - centre
      const x = inside(xx * u + xy * v + x0 * size + centre)
      const y = inside(yx * u + yy * v + y0 * size + centre)
      const [left, top] = [Math.floor(x), Math.floor(y)]
      const [right, bottom] = [Math.min(left + 1, size - 1), Math.min(top + 1, size - 1)]
      const [p, q] = [x - left, y - top]
      const to = (row * size + column) * 3
      for (let channel = 0; channel < 3; channel++) {
        const above = at(left, top, channel) * (1 - p) + at(right, top, channel) * p
        const below = at(left, bottom, channel) * (1 - p) + at(right, bottom, channel) * p
        result[to + channel] = Math.round(above * (1 - q) + below * q)
      }
    }
  }
  return result
}
