import { expect, test } from 'vitest'
import {
  blur,
  centroidOf,
  darkerOf,
  differences,
  extremaOf,
  type Kernel,
  planeSide,
  planes,
  resample,
  storePoints,
  subtractNext,
  tableRoom,
} from '../../../src/images/features/planes.ts'
import { Random } from '../../../src/model/random.ts'

const size = { width: 37, height: 29 }

/** A deterministic, uneven pattern on plane 0. */
function paint(): void {
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const value = 100 + 60 * Math.sin(x * 0.9) * Math.cos(y * 0.7) + ((x * 31 + y * 17) % 23)
      planes[0]?.fill(value, y * planeSide + x, y * planeSide + x + 1)
    }
  }
}

/** The nearest place within. */
const clamp = (value: number, length: number) => Math.min(length - 1, Math.max(0, value))

const at = (plane: number, x: number, y: number) => planes[plane]?.[y * planeSide + x] ?? Number.NaN

test.each([
  { taps: 3, step: 1 },
  { taps: 5, step: 1 },
  { taps: 3, step: 4 },
  { taps: 5, step: 4 },
  { taps: 3, step: 8 },
] satisfies Kernel[])('blurs with $taps taps, $step apart, edges repeated', (kernel) => {
  paint()
  blur(0, 1, size, kernel)
  const weights = kernel.taps === 3 ? [1, 2, 1] : [1, 4, 6, 4, 1]
  const total = weights.reduce((sum, weight) => sum + weight, 0) ** 2
  const reach = (kernel.taps - 1) / 2
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      let sum = 0
      for (const [row, down] of weights.entries()) {
        for (const [column, across] of weights.entries()) {
          const [fromX, fromY] = [x + (column - reach) * kernel.step, y + (row - reach) * kernel.step]
          sum += down * across * at(0, clamp(fromX, size.width), clamp(fromY, size.height))
        }
      }
      expect(at(1, x, y)).toBeCloseTo(sum / total, 2)
    }
  }
})

test('finds the places above or below all their neighbours, and no others', () => {
  const random = new Random(1, 'noise')
  for (const difference of [0, 1, 2]) {
    for (let y = 0; y < size.height; y += 1) {
      for (let x = 0; x < size.width; x += 1) {
        const place = y * planeSide + x
        differences[difference]?.fill(random.normal(), place, place + 1)
      }
    }
  }
  const value = (difference: number, place: number) => differences[difference]?.[place] ?? Number.NaN
  const [margin, faintest] = [3, 0.5]
  const expected: number[] = []
  for (let y = margin; y < size.height - margin; y += 1) {
    for (let x = margin; x < size.width - margin; x += 1) {
      const place = y * planeSide + x
      const around = [0, 1, 2].flatMap((difference) =>
        [-1, 0, 1].flatMap((down) =>
          [-1, 0, 1].map((across) => value(difference, place + down * planeSide + across)),
        ),
      )
      const others = around.filter((_, index) => index !== 13)
      const here = value(1, place)
      const peak = here >= faintest && others.every((other) => other < here)
      const pit = here <= -faintest && others.every((other) => other > here)
      if (peak || pit) expected.push(place)
    }
  }
  expect(expected.length).toBeGreaterThan(20)
  expect(extremaOf(1, size, { margin, faintest })).toEqual(expected)
})

test('the difference of a plane to the next', () => {
  paint()
  blur(0, 1, size, { taps: 3, step: 1 })
  subtractNext(0, size)
  for (const [x, y] of [
    [0, 0],
    [7, 5],
    [36, 28],
  ] as const) {
    expect(differences[0]?.[y * planeSide + x]).toBeCloseTo(at(1, x, y) - at(0, x, y), 4)
  }
})

test('finds nothing in planes smaller than their margins', () => {
  expect(extremaOf(1, { width: 4, height: 4 }, { margin: 3, faintest: 0.1 })).toEqual([])
})

/** A full table of points up to 20 pixels away. */
function scatter() {
  const random = new Random(1, 'points')
  const points = () => Int16Array.from({ length: tableRoom }, () => random.below(41) - 20)
  return { columns: points(), rows: points() }
}

test.each([
  [18, 14],
  [0, 0],
  [36, 28],
  [3, 27],
])('reads the points of a table around %i, %i, those beyond the edges at the edges', (x, y) => {
  paint()
  const { columns, rows } = scatter()
  storePoints(500, columns, rows)
  const pixels = Array.from({ length: tableRoom }, (_, i) =>
    at(0, clamp(x + (columns[i] ?? 0), size.width), clamp(y + (rows[i] ?? 0), size.height)),
  )
  const place = { x, y, level: 0 }
  const bits = darkerOf(place, size, 500)
  for (let pair = 0; pair < tableRoom / 2; pair += 1) {
    const darker = (pixels[2 * pair] ?? 0) < (pixels[2 * pair + 1] ?? 0)
    expect(((bits[pair >> 5] ?? 0) >>> (pair & 31)) & 1).toBe(Number(darker))
  }
  const count = 101
  const sum = (by: Int16Array) =>
    pixels.slice(0, count).reduce((total, pixel, i) => total + pixel * (by[i] ?? 0), 0)
  const [across, down] = centroidOf(place, size, { table: 500, weights: 500, count })
  expect(across).toBeCloseTo(sum(columns), 6)
  expect(down).toBeCloseTo(sum(rows), 6)
})

test('resamples a square between its pixels', () => {
  const square = Uint8Array.from({ length: 16 }, (_, i) => [10, 20, 40, 80][i % 4] ?? 0)
  square.fill(200, 12)
  const columns = { first: Int32Array.of(0, 1, 2), share: Float32Array.of(0, 0.5, 0.75) }
  const rows = { first: Int32Array.of(0, 2), share: Float32Array.of(0, 0.25) }
  resample(square, 4, 2, columns, rows)
  expect([0, 1, 2].map((x) => at(2, x, 0))).toEqual([10, 30, 70])
  expect([0, 1, 2].map((x) => at(2, x, 1))).toEqual([57.5, 72.5, 102.5])
})
