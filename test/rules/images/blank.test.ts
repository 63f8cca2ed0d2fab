import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import rule from '../../../rules/images/blank.ts'
import { contentOf } from '../../../src/images/look/content.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const files = ['train/a/1.jpg', 'validation/a/2.jpg']
const facts = (...contrasts: number[]) =>
  dataFacts(files, {
    changed: contrasts.map((contrast, index) => imageFact(files[index] ?? '', { contrast })),
  })

ruleTester(rule, {
  healthy: [
    { name: 'photos', facts: facts(50, 40) },
    { name: 'a foggy photo', facts: facts(4) },
    { name: 'the faintest picture that counts', facts: facts(0.5) },
    {
      name: 'a photo cut out of its background',
      facts: dataFacts(files, { changed: [imageFact(files[0] ?? '', { contrast: 40, transparent: true })] }),
    },
    { name: 'no images', facts: dataFacts([]) },
    { name: 'a tiny image', facts: dataFacts(files, { changed: [imageFact(files[0] ?? '', { width: 8 })] }) },
    {
      name: 'an unreadable file',
      facts: dataFacts(files, {
        changed: [{ ok: false, path: 'train/a/1.jpg', bytesDigest: null, reason: 'does not exist' }],
      }),
    },
  ],
  sick: [
    { name: 'black', facts: facts(0), findings: [{ at: 'train/a/1.jpg', says: 'one flat colour' }] },
    { name: 'nearly flat', facts: facts(0.49), findings: [{ at: 'train/a/1.jpg' }] },
    { name: 'in validation', facts: facts(50, 0.2), findings: [{ at: 'validation/a/2.jpg' }] },
    { name: 'two', facts: facts(0, 0), findings: [{ at: 'train/a/1.jpg' }, { at: 'validation/a/2.jpg' }] },
    {
      name: 'data without a split',
      facts: dataFacts(['all/a/1.png'], { changed: [imageFact('all/a/1.png', { contrast: 0.1 })] }),
      findings: [{ at: 'all/a/1.png' }],
    },
    {
      name: 'without a label',
      facts: dataFacts(['test/1.png'], { changed: [imageFact('test/1.png', { contrast: 0 })] }),
      findings: [{ at: 'test/1.png' }],
    },
    {
      name: 'shapes that lie in the transparency',
      facts: dataFacts(files, {
        changed: files.map((file) => imageFact(file, { contrast: 0, transparent: true })),
      }),
      findings: [
        {
          at: 'train/a/1.jpg, validation/a/2.jpg',
          says: '2 images are one flat colour without their transparency',
        },
      ],
      unfixed: 'the loader is for a person to change',
    },
  ],
})

const label = Buffer.from('<svg width="40" height="20"><text x="2" y="14" font-size="12">x</text></svg>')
const sheet = (background: string) => sharp({ create: { width: 300, height: 200, channels: 3, background } })

async function contrastOf(image: Sharp): Promise<number> {
  const { fact } = await contentOf(await image.toBuffer(), 'digest')
  return fact.ok ? fact.contrast : Number.NaN
}

test('a flat JPEG is blank, one letter on a sheet is not', async () => {
  expect(await contrastOf(sheet('#7f3311').jpeg({ quality: 20 }))).toBeLessThan(0.2)
  expect(
    await contrastOf(
      sheet('#fff')
        .composite([{ input: label }])
        .png(),
    ),
  ).toBeGreaterThan(1)
})
