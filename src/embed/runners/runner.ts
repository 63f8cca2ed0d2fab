/** Runs the frozen trunk over small batches of decoded images. */
export interface TrunkRunner {
  /** Images per call that keep memory modest and the processor busy. */
  batchSize: number
  /**
   * @param images decoded squares, 8-bit RGB interleaved, each `size * size * 3` long
   * @param range the values that 0 and 255 become
   * @returns one vector per image: 2048 pooled features, or the activations of a block, [height, width, channels]
   */
  run(images: Uint8Array[], size: number, range: readonly [number, number]): Promise<Float32Array[]>
  close(): Promise<void>
}

/** Cuts a flat result of equally long rows. */
export function rows(values: Float32Array, count: number): Float32Array[] {
  const length = values.length / count
  return Array.from({ length: count }, (_, row) => values.slice(row * length, (row + 1) * length))
}
