import { describe, expect, test } from 'vitest'
import { nameOf, parseName, sharedFolders } from '../../../src/judge/groups/names.ts'

const prefixes = (name: string) => parseName(name).prefixes.map(({ pattern, key }) => `${pattern} ${key}`)

describe('names taken apart', () => {
  test('numbers and what comes before them', () => {
    expect(prefixes('person12_bacteria_3.jpeg')).toEqual([
      'person# person12',
      'person#_bacteria_# person12_bacteria_3',
    ])
    expect(prefixes('10_left.png')).toEqual(['# 10'])
    expect(prefixes('video-3/frame_0001.jpg')).toEqual([
      'video-# video-3',
      'video-#/frame_# video-3/frame_0001',
    ])
  })

  test('identifiers of letters and digits count as one', () => {
    expect(prefixes('3f9a77c01b_2.jpg')).toEqual(['* 3f9a77c01b', '*_# 3f9a77c01b_2'])
    expect(prefixes('n01440764_10026.JPEG')).toEqual(['n# n01440764', 'n#_# n01440764_10026'])
  })

  test('a word for groups counts wherever it stands, but not twice', () => {
    expect(parseName('slice_3_of_patient12.png').named).toEqual([{ pattern: 'patient#', key: 'patient12' }])
    expect(parseName('patient_12_slice_3.png').named).toEqual([])
  })

  test('the last number, if the name ends with it', () => {
    expect(parseName('clip3_0007.jpg').last).toEqual({ before: 'clip3_', number: 7 })
    expect(parseName('0007_left.jpg').last).toBeNull()
  })

  test('the name begins below the class folder, else below the shared folders', () => {
    const sample = { split: 'train', group: null } as const
    expect(nameOf({ ...sample, path: 'data/train/cat/v1/2.jpg', label: 'cat' }, 'data/')).toBe('v1/2.jpg')
    expect(nameOf({ ...sample, path: 'images/p1/2.jpg', label: 'cat' }, 'images/')).toBe('p1/2.jpg')
    expect(sharedFolders(['a/b/1.jpg', 'a/b/c/2.jpg', 'a/bc/3.jpg'])).toBe('a/')
    expect(sharedFolders(['1.jpg', 'a/2.jpg'])).toBe('')
    expect(sharedFolders([])).toBe('')
  })

  test('a long or strange name takes no time', () => {
    const started = performance.now()
    for (const part of ['a1', '1_', 'é-', '\u0000', '1a2b3c4d'])
      for (const prefix of parseName(part.repeat(5000)).prefixes)
        expect(prefix.key.length).toBeLessThanOrEqual(200)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
