/**
 * A map of feature vectors that brings each feature to mean 0 and standard deviation 1 on the given ones (of the
 * training images as they are; every arm uses the same map). Features that never vary become 0.
 */
export function standardiser(fitted: readonly Float32Array[]): (vector: Float32Array) => Float32Array {
  const length = fitted[0]?.length ?? 0
  const mean = new Float64Array(length)
  const square = new Float64Array(length)
  for (const vector of fitted) {
    vector.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / fitted.length
      square[i] = (square[i] ?? 0) + value ** 2 / fitted.length
    })
  }
  const scale = square.map((value, i) => {
    const variance = value - (mean[i] ?? 0) ** 2
    return variance > 1e-10 ? 1 / Math.sqrt(variance) : 0
  })
  return (vector) => vector.map((value, i) => (value - (mean[i] ?? 0)) * (scale[i] ?? 0))
}
