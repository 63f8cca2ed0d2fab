import { describe, expect, test } from 'vitest'
import type { CloseLook } from '../../../src/images/compare/close-look.ts'
import type { Calibration } from '../../../src/images/near-duplicates/calibrate.ts'
import { gradePairs } from '../../../src/images/near-duplicates/grade.ts'

/** As in sets whose look-alikes reach high: thumbnails say nothing. */
const calibration: Calibration = { grade: () => null, falsePositives: () => 3 }

/** What a close look showed, of photos with too little that is plain. */
const seen = (
  agreeing: number,
  tiles: number,
  breadth: number,
  more: Partial<CloseLook> = {},
): CloseLook => ({
  agreeing,
  tiles,
  breadth,
  grain: null,
  covering: { here: 0, there: 0 },
  ...more,
})

/** The grade of a pair alone, by its close look; `overlap`: how much of the smaller image lies in the other. */
function graded({ overlap, score }: { overlap: number; score: number }, look: CloseLook) {
  const orientation = 'none' as const
  const verdict = { correlation: score, score, upper: 0.97, overlap, orientation, map: [1, 0, 0, 0, 1, 0] }
  return gradePairs([{ a: 0, b: 1, distance: 100, verdict, look }], calibration)[0]?.grade ?? null
}

describe('a pair by its close look', () => {
  test.each<[string, number, number, CloseLook, ReturnType<typeof graded>]>([
    ['a copy that lies in its photo', 1, 0.5, seen(0.65, 90, 0.12), 'probable'],
    ['nearly all of one', 1, 0.5, seen(0.85, 90, 0.12), 'near-identical'],
    ['turned, with its corners', 0.92, 0.9, seen(0.75, 90, 0.12), 'probable'],
    ['two crops of one photo', 0.5, 0.9, seen(0.9, 90, 0.15), 'near-identical'],
    ['one small plain thing on a card that agrees', 1, 0.9, seen(1, 19, 0), 'probable'],
    ['a shelf of which a third has moved', 1, 0.9, seen(0.58, 200, 0.15), null],
    ['half a scene beside another one', 0.92, 0.9, seen(0.62, 90, 0.15), null],
    ['ruled paper', 0.37, 0.85, seen(0.83, 55, 0.087), null],
    ['the caption of plain photos at one place', 0.99, 0.81, seen(0.98, 66, 0.07), null],
    ['their caption at different places', 0.89, 0.88, seen(0.9, 66, 0.06), null],
    ['too few tiles', 1, 0.9, seen(1, 11, 0.1), null],
  ])('%s', (_, overlap, score, look, grade) => {
    expect(graded({ overlap, score }, look)).toBe(grade)
  })

  const same = { median: 0.97, least: 0.9 }
  const noisy = { median: 0.26, least: -0.05 }
  const other = { median: 0.03, least: -0.24 }
  const caption = { here: 0, there: 57 }

  test.each<[string, CloseLook, ReturnType<typeof graded>]>([
    [
      'a small thing on card under a caption',
      seen(0.56, 31, 0.042, { grain: same, covering: caption }),
      'probable',
    ],
    ['one exposure of which less agrees', seen(0.45, 31, 0.1, { grain: same, covering: caption }), null],
    [
      'things at other places of one background',
      seen(1, 77, 0.03, { grain: same, covering: { here: 20, there: 13 } }),
      null,
    ],
    ['a copy at JPEG 30', seen(1, 60, 0.09, { grain: noisy }), 'near-identical'],
    ['the caption of two photos, broad', seen(0.96, 62, 0.085, { grain: other }), null],
    ['a tin and a lid that agree a little', seen(0.61, 120, 0.16, { grain: other }), null],
    ['one scene twice, still', seen(0.91, 120, 0.16, { grain: other }), 'near-identical'],
    [
      'a crop of a small thing, half of it under a caption',
      seen(1, 65, 0.09, { grain: same, covering: { here: 94, there: 0 } }),
      'near-identical',
    ],
    ['a caption on card and on board', seen(0.94, 76, 0.08, { covering: { here: 3, there: 155 } }), null],
    [
      'a broad copy under a caption with a box',
      seen(0.76, 95, 0.168, { covering: { here: 44, there: 17 } }),
      'probable',
    ],
  ])('%s', (_, look, grade) => {
    expect(graded({ overlap: 0.98, score: 0.7 }, look)).toBe(grade)
  })

  test('what was found in place is told by a close look alone', () => {
    const verdict = {
      correlation: 1,
      score: 1,
      upper: 1,
      overlap: 1,
      orientation: 'none' as const,
      map: [1, 0, 0, 0, 1, 0],
    }
    const found = { a: 0, b: 1, distance: 20, verdict, inPlace: true as const }
    const grades = (look?: CloseLook | null) =>
      gradePairs([{ ...found, ...(look !== undefined && { look }) }], calibration)
    expect(grades()).toEqual([])
    expect(grades(null)).toEqual([])
    expect(grades(seen(0.7, 9, 0.1))).toEqual([])
    expect(grades(seen(0.7, 90, 0.12)).map(({ grade }) => grade)).toEqual(['probable'])
  })
})
