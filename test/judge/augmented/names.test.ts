import { describe, expect, test } from 'vitest'
import { copyName } from '../../../src/judge/augmented/names.ts'

describe('names of copies', () => {
  test.each([
    ['IMG_12_flip', 'IMG_12', 'augmented'],
    ['IMG_12_flipped_horizontally', 'IMG_12', 'augmented'],
    ['IMG_12-hflip-rot90_2', 'IMG_12', 'augmented'],
    ['aug_IMG_12', 'IMG_12', 'augmented'],
    ['augmented_3_IMG_12', 'IMG_12', 'augmented'],
    ['IMG_12_aug_0', 'IMG_12', 'augmented'],
    ['IMG_12 brightness 0.5', 'IMG_12', 'augmented'],
    ['IMG_12_rotated_-15deg', 'IMG_12', 'augmented'],
    ['IMG_12_gaussian_noise', 'IMG_12', 'augmented'],
    ['aug_7_123456', 'aug_7', 'Keras'],
    ['_7_9182', '_7', 'Keras'],
    ['cat_original_IMG_12.jpg_3f2b1c9e-1d2c-4b3a-9f8e-0123456789ab', 'IMG_12', 'Augmentor'],
    ['IMG_12_jpg.rf.0123456789abcdef0123456789abcdef', 'IMG_12', 'Roboflow'],
    ['IMG_12 - Copy', 'IMG_12', 'copy'],
    ['IMG_12 - Copy (3)', 'IMG_12', 'copy'],
    ['IMG_12 (3)', 'IMG_12', 'copy'],
    ['IMG_12 copy 2', 'IMG_12', 'copy'],
    ['Copy of IMG_12', 'IMG_12', 'copy'],
    ['IMG_12_copy', 'IMG_12', 'copy'],
  ])('%s is of %s', (name, source, scheme) => {
    expect(copyName(name)).toEqual({ source, scheme })
  })

  test.each([
    'IMG_12',
    'person3_bacteria_12',
    'flip',
    'crop',
    'augusta_3',
    '12',
    'rotterdam 4',
    'copyright',
    '',
  ])('%s is no copy', (name) => {
    expect(copyName(name)).toBeNull()
  })

  test('no name takes long', () => {
    const started = performance.now()
    for (const part of [
      '1',
      '_',
      '_1',
      '_flip',
      '_flip1',
      ' (1)',
      ' - copy',
      'a_rot',
      '_original_.jpg_',
      '(',
      '-',
    ])
      for (const end of ['', 'x', '!', ' copy']) copyName(`a${part.repeat(255)}`.slice(0, 250) + end)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
