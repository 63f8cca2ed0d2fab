import { describe, expect, test } from 'vitest'
import type { Step } from '../../src/model/pipeline.ts'
import { Random } from '../../src/model/random.ts'
import type { Span } from '../../src/model/span.ts'
import { distort } from '../../src/probe/transforms/apply.ts'
import type { Distortion } from '../../src/probe/transforms/distortion.ts'
import { distortionsOf } from '../../src/probe/transforms/read.ts'

const span: Span = { path: 'train.py', line: 1, column: 1, endLine: 1, endColumn: 2, snippet: '' }
const SIZE = 9

type Value = number | boolean | string | number[] | undefined

function random(name: string, given: Record<string, Value>): Step {
  const parameters = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      value === undefined
        ? ({ from: 'unknown', value: null } as const)
        : ({ from: 'code', value, span } as const),
    ]),
  )
  return { kind: 'random-transform', name, span, removal: null, parameters }
}

const read = (...steps: Step[]) => distortionsOf({ steps })

describe('what is read from the code', () => {
  test.each([
    ['rotation_range', { rotation_range: 30 }, [{ kind: 'rotation', degrees: [-30, 30] }]],
    ['width_shift_range', { width_shift_range: 0.1 }, [{ kind: 'shift', x: [-0.1, 0.1], y: [0, 0] }]],
    ['zoom_range', { zoom_range: 0.2 }, [{ kind: 'zoom', x: [0.8, 1.2], y: [0.8, 1.2] }]],
    ['zoom_range', { zoom_range: [0.5, 1] }, [{ kind: 'zoom', x: [0.5, 1], y: [0.5, 1] }]],
    [
      'brightness_range',
      { brightness_range: [0.7, 1.3] },
      [{ kind: 'brightness', factor: [0.7, 1.3], offset: [0, 0] }],
    ],
    ['horizontal_flip', { horizontal_flip: true }, [{ kind: 'flip', axis: 'horizontal', probability: 0.5 }]],
    [
      'layers.RandomFlip',
      {},
      [
        { kind: 'flip', axis: 'horizontal', probability: 0.5 },
        { kind: 'flip', axis: 'vertical', probability: 0.5 },
      ],
    ],
    ['tf.keras.layers.RandomRotation', { factor: 0.1 }, [{ kind: 'rotation', degrees: [-36, 36] }]],
    ['RandomRotation', { degrees: [-10, 20] }, [{ kind: 'rotation', degrees: [-10, 20] }]],
    ['RandomZoom', { height_factor: [-0.2, 0.4] }, [{ kind: 'zoom', x: [0.8, 1.4], y: null }]],
    [
      'tf.image.random_brightness',
      { max_delta: 0.2 },
      [{ kind: 'brightness', factor: [1, 1], offset: [-0.2, 0.2] }],
    ],
    ['transforms.RandomHorizontalFlip', { p: 0.8 }, [{ kind: 'flip', axis: 'horizontal', probability: 0.8 }]],
  ])('%s(%o)', (name, given, expected) => {
    expect(read(random(name, given))).toEqual(expected)
  })

  test('what cannot be repeated is said', () => {
    expect(read(random('tf.reverse', {}))).toEqual({
      reason: 'the random transform tf.reverse cannot be repeated here',
    })
    expect(read(random('rotation_range', { rotation_range: undefined }))).toEqual({
      reason: 'the argument rotation_range of rotation_range is not known',
    })
  })

  test('other steps do not count', () => {
    expect(read({ kind: 'decode', name: 'decode', span, removal: null })).toEqual([])
  })
})

/** Red grows to the right, green downwards; blue is constant. */
const gradient = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
  const [channel, x, y] = [i % 3, Math.floor(i / 3) % SIZE, Math.floor(i / (3 * SIZE))]
  return [x * 20, y * 20, 100][channel] ?? 0
})
const at = (pixels: Uint8Array, x: number, y: number) => [
  ...pixels.subarray((y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3),
]
const once = (...distortions: Distortion[]) => distort(gradient, SIZE, distortions, new Random(1))

describe('what is done to the pixels', () => {
  test('flips mirror', () => {
    expect(at(once({ kind: 'flip', axis: 'horizontal' }), 1, 2)).toEqual([140, 40, 100])
    expect(at(once({ kind: 'flip', axis: 'vertical' }), 1, 2)).toEqual([20, 120, 100])
  })

  test('a quarter turn twice is a half turn', () => {
    const quarter: Distortion = { kind: 'rotation', degrees: [90, 90] }
    expect(once(quarter, quarter)).toEqual(once({ kind: 'rotation', degrees: [180, 180] }))
    expect(at(once(quarter, quarter), 1, 2)).toEqual([140, 120, 100])
  })

  test('a shift moves and repeats the edge', () => {
    const shifted = once({ kind: 'shift', x: [2 / SIZE, 2 / SIZE], y: [0, 0] })
    expect(at(shifted, 1, 3)).toEqual([60, 60, 100])
    expect(at(shifted, 8, 3)).toEqual([160, 60, 100])
  })

  test('a zoom keeps the centre', () => {
    const zoomed = once({ kind: 'zoom', x: [0.5, 0.5], y: null })
    expect(at(zoomed, 4, 4)).toEqual([80, 80, 100])
    expect(at(zoomed, 8, 4)).toEqual([120, 80, 100])
  })

  test('colours change and stay within 0..255', () => {
    expect(at(once({ kind: 'brightness', factor: [2, 2], offset: [0, 0] }), 8, 1)).toEqual([255, 40, 200])
    expect(at(once({ kind: 'brightness', factor: [1, 1], offset: [0.2, 0.2] }), 0, 0)).toEqual([51, 51, 151])
    expect(at(once({ kind: 'contrast', factor: [0, 0] }), 0, 0)).toEqual([80, 80, 100])
    expect(at(once({ kind: 'saturation', factor: [0, 0] }), 0, 0)).toEqual([11, 11, 11])
  })

  test('the same draw for the same stream, and about as often as asked', () => {
    const half: Distortion = { kind: 'flip', axis: 'horizontal', probability: 0.5 }
    const flipped = Array.from(
      { length: 200 },
      (_, i) => distort(gradient, SIZE, [half], new Random(i)) !== gradient,
    )
    expect(flipped.filter(Boolean).length).toBeGreaterThan(75)
    expect(flipped.filter(Boolean).length).toBeLessThan(125)
    const jitter: Distortion = { kind: 'rotation', degrees: [-30, 30] }
    expect(once(jitter)).toEqual(once(jitter))
  })
})
