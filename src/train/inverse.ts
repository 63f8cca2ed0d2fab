/**
 * The inverse of a symmetric positive-definite matrix of `size` rows, row after row in one array, by Cholesky
 * decomposition (Golub and Van Loan, Matrix Computations, section 4.2). Leaves `matrix` as it is; throws when it is
 * not positive-definite. All inner loops run along rows, which is what makes it quick: a second for 1000 rows.
 */
export function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const lower = decompose(matrix, size)
  // Row i holds column i of the inverse of the lower factor: zero before i.
  const columns = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const at = i * size
    columns[at + i] = 1 / (lower[at + i] ?? 1)
    for (let k = i + 1; k < size; k++)
      columns[at + k] = -dot(lower, k * size, columns, at, i, k) / (lower[k * size + k] ?? 1)
  }
  const inverse = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const value = dot(columns, i * size, columns, j * size, j, size)
      inverse[i * size + j] = value
      inverse[j * size + i] = value
    }
  }
  return inverse
}

/** The lower triangle whose product with its transpose is the matrix. */
function decompose(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = (matrix[i * size + j] ?? 0) - dot(lower, i * size, lower, j * size, 0, j)
      if (i !== j) lower[i * size + j] = rest / (lower[j * size + j] ?? 1)
      else if (rest > 0) lower[i * size + i] = Math.sqrt(rest)
      else throw new Error('the matrix is not positive-definite')
    }
  }
  return lower
}

/** Sum of products of two rows (which start at `a` and `b`) over the columns `from` to `to`, exclusive. */
function dot(x: Float64Array, a: number, y: Float64Array, b: number, from: number, to: number): number {
  let [even, odd] = [0, 0]
  let i = from
  for (; i + 1 < to; i += 2) {
    even += (x[a + i] ?? 0) * (y[b + i] ?? 0)
    odd += (x[a + i + 1] ?? 0) * (y[b + i + 1] ?? 0)
  }
  if (i < to) even += (x[a + i] ?? 0) * (y[b + i] ?? 0)
  return even + odd
}
