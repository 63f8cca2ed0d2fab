import type { Raster } from './raster.ts'

/**
 * How pixels are read for each EXIF orientation 1..8 (CIPA DC-008, 4.6.4 A): the axes swapped, then columns and rows
 * of the stored image counted from the other end.
 */
const readings = [
  { swap: false, right: false, bottom: false },
  { swap: false, right: true, bottom: false },
  { swap: false, right: true, bottom: true },
  { swap: false, right: false, bottom: true },
  { swap: true, right: false, bottom: false },
  { swap: true, right: false, bottom: true },
  { swap: true, right: true, bottom: true },
  { swap: true, right: true, bottom: false },
]

/** A raster as it is meant to be seen, given the EXIF orientation (1..8) that it is stored in. */
export function upright(stored: Raster, orientation: number): Raster {
  const reading = readings[orientation - 1]
  if (reading === undefined || orientation === 1) return stored
  const { swap, right, bottom } = reading
  const [width, height] = swap ? [stored.height, stored.width] : [stored.width, stored.height]
  const turned = {
    width,
    height,
    rgb: new Uint8Array(stored.rgb.length),
    luma: new Uint8Array(width * height),
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [column, row] = swap ? [y, x] : [x, y]
      const from =
        (bottom ? stored.height - 1 - row : row) * stored.width + (right ? stored.width - 1 - column : column)
      const to = y * width + x
      turned.luma[to] = stored.luma[from] ?? 0
      for (let c = 0; c < 3; c += 1) turned.rgb[to * 3 + c] = stored.rgb[from * 3 + c] ?? 0
    }
  }
  return turned
}
