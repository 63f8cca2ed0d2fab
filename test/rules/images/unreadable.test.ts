import rule from '../../../rules/images/unreadable.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { ImageFact } from '../../../src/model/images.ts'
import type { ProjectProblem } from '../../../src/model/project.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const two = ['train/a/1.jpg', 'validation/a/2.jpg']

const broken = (path: string, reason: string): ImageFact => ({ ok: false, path, bytesDigest: null, reason })

function facts(changed: ImageFact[], problems: ProjectProblem[] = [], paths = two): Facts {
  const project = { root: '/p', given: 'p', config: {}, files: [], problems }
  return { ...dataFacts(paths, { changed }), project: { ok: true, value: project } }
}

ruleTester(rule, {
  healthy: [
    { name: 'readable images', facts: facts([]) },
    { name: 'no images', facts: facts([], [], []) },
    { name: 'a grey PNG', facts: facts([imageFact('train/a/1.jpg', { format: 'png', channels: 1 })]) },
    { name: 'a tiny image', facts: facts([imageFact('train/a/1.jpg', { width: 1, height: 1 })]) },
    { name: 'an image turned by EXIF', facts: facts([imageFact('train/a/1.jpg', { orientation: 6 })]) },
    { name: 'a broken picture that is no sample', facts: facts([broken('docs/x.png', 'is cut short')]) },
  ],
  sick: [
    {
      name: 'an empty file',
      facts: facts([broken('train/a/1.jpg', 'the file is empty (0 bytes)')]),
      findings: [{ at: 'train/a/1.jpg', says: 'cannot be read: the file is empty (0 bytes)' }],
    },
    {
      name: 'a truncated file',
      facts: facts([broken('validation/a/2.jpg', 'is cut short (truncated JPEG)')]),
      findings: [{ at: 'validation/a/2.jpg', says: 'is cut short (truncated JPEG)' }],
    },
    {
      name: 'a file that is no image',
      facts: facts([broken('train/a/1.jpg', 'is not an image (unknown content)')]),
      findings: [{ at: 'train/a/1.jpg', says: 'is not an image' }],
    },
    {
      name: 'a file that vanished',
      facts: facts([broken('train/a/1.jpg', 'does not exist')]),
      findings: [{ at: 'train/a/1.jpg', says: 'does not exist' }],
    },
    {
      name: 'two files, each on its own',
      facts: facts([broken('train/a/1.jpg', 'x'), broken('validation/a/2.jpg', 'y')]),
      findings: [{ at: 'train/a/1.jpg' }, { at: 'validation/a/2.jpg' }],
    },
    {
      name: 'a folder without permission',
      facts: facts([], [{ path: 'train/b', reason: 'permission denied' }]),
      findings: [{ at: 'train/b', says: 'permission denied' }],
      unfixed: 'permissions are for a person to give',
    },
  ],
})
