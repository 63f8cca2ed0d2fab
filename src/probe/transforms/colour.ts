/** 0..255 -> 0..255 per channel value: `value * factor + offset * 255`, clipped. */
export function brighten(pixels: Uint8Array, factor: number, offset: number): Uint8Array {
  return Uint8Array.from(pixels, (value) => clip(value * factor + offset * 255))
}

/** As `tf.image.adjust_contrast`: every channel is stretched about its own mean. */
export function stretch(pixels: Uint8Array, factor: number): Uint8Array {
  const means = [0, 1, 2].map((channel) => {
    let sum = 0
    for (let i = channel; i < pixels.length; i += 3) sum += pixels[i] ?? 0
    return sum / (pixels.length / 3)
  })
  return Uint8Array.from(pixels, (value, i) => {
    const mean = means[i % 3] ?? 0
    return clip((value - mean) * factor + mean)
  })
}

/** Between the grey image (factor 0, ITU-R 601 luma) and the image itself (factor 1), and beyond. */
export function saturate(pixels: Uint8Array, factor: number): Uint8Array {
  const result = new Uint8Array(pixels.length)
  for (let i = 0; i < pixels.length; i += 3) {
    const [red, green, blue] = [pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0]
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue
    result[i] = clip(grey + (red - grey) * factor)
    result[i + 1] = clip(grey + (green - grey) * factor)
    result[i + 2] = clip(grey + (blue - grey) * factor)
  }
  return result
}

const clip = (value: number) => Math.min(Math.max(Math.round(value), 0), 255)
