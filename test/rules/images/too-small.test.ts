import rule from '../../../rules/images/too-small.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Images `train/a/0.jpg`, `train/a/1.jpg` ... of these sizes. */
function facts(...sizes: [number, number][]) {
  const files = sizes.map((_, index) => `train/a/${index}.jpg`)
  return dataFacts(files, {
    changed: sizes.map(([width, height], index) => imageFact(files[index] ?? '', { width, height })),
  })
}

ruleTester(rule, {
  healthy: [
    { name: 'photos of one size', facts: facts([640, 480], [640, 480], [640, 480]) },
    { name: 'a set of small images, such as digits', facts: facts([28, 28], [28, 28], [32, 32], [20, 28]) },
    { name: 'a smaller photo that is large enough', facts: facts([4000, 3000], [4000, 3000], [200, 64]) },
    { name: 'icons among images not much larger', facts: facts([200, 200], [200, 200], [60, 60]) },
    { name: 'larger ones among small ones', facts: facts([32, 32], [32, 32], [2000, 2000]) },
    { name: 'no images', facts: dataFacts([]) },
  ],
  sick: [
    {
      name: 'an icon',
      facts: facts([640, 480], [640, 480], [16, 16]),
      findings: [{ at: 'train/a/2.jpg', says: '16 x 16 pixels where 480 a side are usual' }],
    },
    {
      name: 'a tracking pixel',
      facts: facts([1, 1], [640, 480], [640, 480]),
      findings: [{ at: 'train/a/0.jpg', says: '1 x 1' }],
    },
    {
      name: 'a strip',
      facts: facts([640, 480], [600, 40], [640, 480]),
      findings: [{ at: 'train/a/1.jpg', says: '600 x 40' }],
    },
    {
      name: 'one just too small',
      facts: facts([300, 300], [300, 300], [63, 300]),
      findings: [{ at: 'train/a/2.jpg' }],
    },
    {
      name: 'two',
      facts: facts([640, 480], [9, 9], [640, 480], [8, 8], [640, 480]),
      findings: [{ at: 'train/a/1.jpg' }, { at: 'train/a/3.jpg' }],
    },
    {
      name: 'upright photos and an icon',
      facts: facts([480, 640], [480, 640], [32, 32]),
      findings: [{ at: 'train/a/2.jpg' }],
    },
  ],
})
