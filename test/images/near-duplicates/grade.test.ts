import { describe, expect, test } from 'vitest'
import type { CloseLook } from '../../../src/images/compare/close-look.ts'
import type { Calibration } from '../../../src/images/near-duplicates/calibrate.ts'
import { gradePairs } from '../../../src/images/near-duplicates/grade.ts'

/** As in sets whose look-alikes reach high: thumbnails say nothing. */
const calibration: Calibration = { grade: () => null, falsePositives: () => 3 }

/** The grade of a pair alone, by its close look; `overlap`: how much of the smaller image lies in the other. */
function graded({ overlap, score }: { overlap: number; score: number }, look: CloseLook) {
  const orientation = 'none' as const
  const verdict = { correlation: score, score, upper: 0.97, overlap, orientation, map: [1, 0, 0, 0, 1, 0] }
  return gradePairs([{ a: 0, b: 1, distance: 100, verdict, look }], calibration)[0]?.grade ?? null
}

describe('a pair by its close look', () => {
  test.each<[string, number, number, CloseLook, ReturnType<typeof graded>]>([
    ['a copy that lies in its photo', 1, 0.5, { agreeing: 0.65, tiles: 90, breadth: 0.12 }, 'probable'],
    ['nearly all of one', 1, 0.5, { agreeing: 0.85, tiles: 90, breadth: 0.12 }, 'near-identical'],
    ['turned, with its corners', 0.92, 0.9, { agreeing: 0.75, tiles: 90, breadth: 0.12 }, 'probable'],
    ['two crops of one photo', 0.5, 0.9, { agreeing: 0.9, tiles: 90, breadth: 0.15 }, 'near-identical'],
    [
      'one small plain thing on a card that agrees',
      1,
      0.9,
      { agreeing: 1, tiles: 19, breadth: 0 },
      'probable',
    ],
    ['a shelf of which a third has moved', 1, 0.9, { agreeing: 0.58, tiles: 200, breadth: 0.15 }, null],
    ['half a scene beside another one', 0.92, 0.9, { agreeing: 0.62, tiles: 90, breadth: 0.15 }, null],
    ['ruled paper', 0.37, 0.85, { agreeing: 0.83, tiles: 55, breadth: 0.087 }, null],
    [
      'the caption of plain photos at one place',
      0.99,
      0.81,
      { agreeing: 0.98, tiles: 66, breadth: 0.07 },
      null,
    ],
    ['their caption at different places', 0.89, 0.88, { agreeing: 0.9, tiles: 66, breadth: 0.06 }, null],
    ['too few tiles', 1, 0.9, { agreeing: 1, tiles: 11, breadth: 0.1 }, null],
  ])('%s', (_, overlap, score, look, grade) => {
    expect(graded({ overlap, score }, look)).toBe(grade)
  })
})
