import rule from '../../../rules/images/mixed-channels.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Images `train/a/0.png` ... with these channels. */
function facts(channels: number[], format = 'png') {
  const files = channels.map((_, index) => `train/a/${index}.png`)
  return dataFacts(files, {
    changed: channels.map((count, index) => imageFact(files[index] ?? '', { channels: count, format })),
  })
}
const unfixed = 'files or loaders are for a person to change'

ruleTester(rule, {
  healthy: [
    { name: 'colour images', facts: facts([3, 3, 3]) },
    { name: 'greyscale images', facts: facts([1, 1, 1]) },
    { name: 'transparent images', facts: facts([4, 4]) },
    { name: 'CMYK images', facts: facts([4, 4], 'jpeg') },
    { name: 'one image', facts: facts([2]) },
    { name: 'no images', facts: facts([]) },
  ],
  sick: [
    {
      name: 'a grey one among colour',
      facts: facts([3, 1, 3]),
      findings: [{ at: 'train/a/1.png', says: '1 image is greyscale, while most are RGB' }],
      unfixed,
    },
    {
      name: 'a transparent one among colour',
      facts: facts([3, 3, 4]),
      findings: [{ at: 'train/a/2.png', says: 'RGB with transparency' }],
      unfixed,
    },
    {
      name: 'a CMYK one among colour',
      facts: facts([3, 4, 3], 'jpeg'),
      findings: [{ at: 'train/a/1.png', says: 'CMYK' }],
      unfixed,
    },
    {
      name: 'colour among grey',
      facts: facts([1, 1, 3]),
      findings: [{ at: 'train/a/2.png', says: 'is RGB, while most are greyscale' }],
      unfixed,
    },
    {
      name: 'two of one kind in one finding',
      facts: facts([3, 1, 1, 3, 3]),
      findings: [{ at: 'train/a/1.png, train/a/2.png', says: '2 images are greyscale' }],
      unfixed,
    },
    {
      name: 'two kinds in two findings',
      facts: facts([3, 3, 3, 1, 1, 2]),
      findings: [
        { at: 'train/a/3.png, train/a/4.png' },
        { at: 'train/a/5.png', says: 'greyscale with transparency' },
      ],
      unfixed,
    },
  ],
})
