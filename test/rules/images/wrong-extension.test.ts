import rule from '../../../rules/images/wrong-extension.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const facts = (file: string, format: string) =>
  dataFacts(['train/a/1.jpg', `train/a/${file}`], { changed: [imageFact(`train/a/${file}`, { format })] })
const unfixed = 'files are for a person to convert'
const at = (file: string, says: string) => [{ at: `train/a/${file}`, says }]

ruleTester(rule, {
  healthy: [
    { name: 'a JPEG called .JPEG', facts: facts('2.JPEG', 'jpeg') },
    { name: 'a JPEG called .jfif', facts: facts('2.jfif', 'jpeg') },
    { name: 'a TIFF called .tif', facts: facts('2.tif', 'tiff') },
    { name: 'a PNG called .png', facts: facts('2.png', 'png') },
    { name: 'an unknown ending', facts: facts('2.img', 'png') },
    { name: 'no ending', facts: facts('picture', 'png') },
    {
      name: 'an unreadable file',
      facts: dataFacts(['train/a/1.jpg'], {
        changed: [{ ok: false, path: 'train/a/1.jpg', bytesDigest: null, reason: 'does not exist' }],
      }),
    },
  ],
  sick: [
    {
      name: 'WebP as .jpg',
      facts: facts('2.jpg', 'webp'),
      findings: at('2.jpg', 'ends in .jpg but is WEBP'),
      unfixed,
    },
    {
      name: 'PNG as .JPG',
      facts: facts('2.JPG', 'png'),
      findings: at('2.JPG', 'ends in .jpg but is PNG'),
      unfixed,
    },
    { name: 'JPEG as .png', facts: facts('2.png', 'jpeg'), findings: at('2.png', 'but is JPEG'), unfixed },
    { name: 'GIF as .jpeg', facts: facts('2.jpeg', 'gif'), findings: at('2.jpeg', 'but is GIF'), unfixed },
    { name: 'BMP as .png', facts: facts('2.png', 'bmp'), findings: at('2.png', 'but is BMP'), unfixed },
    {
      name: 'AVIF as .webp',
      facts: facts('2.x.webp', 'avif'),
      findings: at('2.x.webp', 'but is AVIF'),
      unfixed,
    },
  ],
})
