import type { Sharp } from 'sharp'

/** A frame of so many pixels of a CSS colour drawn over the edges of a photo of this size. */
export const framed =
  (wide: number, colour: string) =>
  (photo: Sharp, { width, height }: { width: number; height: number }): Sharp => {
    const box = `x="${wide / 2}" y="${wide / 2}" width="${width - wide}" height="${height - wide}"`
    const svg = `<svg width="${width}" height="${height}"><rect ${box} fill="none" stroke="${colour}" stroke-width="${wide}"/></svg>`
    return photo.composite([{ input: Buffer.from(svg) }])
  }
