import rule from '../../../rules/images/exif-rotated.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const files = ['train/a/1.jpg', 'train/a/2.jpg', 'validation/a/3.jpg']
const facts = (...turns: number[]) =>
  dataFacts(files, {
    changed: turns.map((orientation, index) => imageFact(files[index] ?? '', { orientation })),
  })
const unfixed = 'files or loaders are for a person to change'

ruleTester(rule, {
  healthy: [
    { name: 'upright photos', facts: facts(1, 1, 1) },
    { name: 'images without EXIF', facts: dataFacts(files) },
    { name: 'no images', facts: dataFacts([]) },
    { name: 'a PNG', facts: dataFacts(['all/a/1.png']) },
    {
      name: 'images of unlike shapes',
      facts: dataFacts(files, { changed: [imageFact('train/a/1.jpg', { width: 9, height: 900 })] }),
    },
    {
      name: 'an unreadable file',
      facts: dataFacts(files, {
        changed: [{ ok: false, path: 'train/a/1.jpg', bytesDigest: null, reason: 'does not exist' }],
      }),
    },
  ],
  sick: [
    {
      name: 'one turned',
      facts: facts(6),
      findings: [{ at: 'train/a/1.jpg', says: '1 image is stored turned' }],
      unfixed,
    },
    { name: 'one mirrored', facts: facts(1, 2), findings: [{ at: 'train/a/2.jpg' }], unfixed },
    { name: 'one upside down', facts: facts(1, 1, 3), findings: [{ at: 'validation/a/3.jpg' }], unfixed },
    {
      name: 'two, in one finding',
      facts: facts(6, 1, 8),
      findings: [{ at: 'train/a/1.jpg, validation/a/3.jpg', says: '2 images are' }],
      unfixed,
    },
    {
      name: 'all',
      facts: facts(6, 6, 6),
      findings: [
        { at: files.join(', '), says: '3 images are stored turned or mirrored (EXIF orientation), of 3' },
      ],
      unfixed,
    },
    {
      name: 'without labels',
      facts: dataFacts(['test/1.jpg'], { changed: [imageFact('test/1.jpg', { orientation: 5 })] }),
      findings: [{ at: 'test/1.jpg' }],
      unfixed,
    },
  ],
})
