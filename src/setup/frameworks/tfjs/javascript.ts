import type { Fold, Row } from '../table.ts'

const mdn = 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects'
const node = 'https://nodejs.org/api'

const fold = (names: readonly string[], how: Fold, docs: string): Row => ({
  names,
  parameters: [],
  meaning: { kind: 'fold', fold: how },
  docs,
})

/** What JavaScript itself and Node.js bring, as far as training programs use it to find files and roll dice. */
export const javascript: readonly Row[] = [
  {
    names: ['javascript.Math.random', 'crypto.randomInt', 'crypto.getRandomValues'],
    parameters: [],
    meaning: { kind: 'random' },
    docs: `${mdn}/Math/random`,
  },
  fold(['path.join', 'path.resolve', 'path.posix.join'], 'join-path', `${node}/path.html`),
  fold(
    ['javascript.Number', 'javascript.parseFloat', 'javascript.Number.parseFloat'],
    'number',
    `${mdn}/Number`,
  ),
  fold(
    ['javascript.parseInt', 'javascript.Number.parseInt', 'javascript.Math.floor', 'javascript.Math.trunc'],
    'integer',
    `${mdn}/parseInt`,
  ),
  fold(['javascript.String'], 'string', `${mdn}/String`),
  fold(['javascript.Math.round'], 'round', `${mdn}/Math/round`),
  fold(['javascript.Math.min'], 'minimum', `${mdn}/Math/min`),
  fold(['javascript.Math.max'], 'maximum', `${mdn}/Math/max`),
  {
    names: [
      'fs.readdirSync',
      'fs.readdir',
      'fs.promises.readdir',
      'fs-extra.readdir',
      'fs-extra.readdirSync',
    ],
    parameters: ['path'],
    meaning: { kind: 'listing' },
    docs: `${node}/fs.html#fsreaddirsyncpath-options`,
  },
  {
    names: [
      'fs.readFileSync',
      'fs.readFile',
      'fs.promises.readFile',
      'javascript.Array.from',
      'javascript.Buffer.from',
    ],
    parameters: ['path'],
    meaning: { kind: 'same', parameter: 0 },
    docs: `${node}/fs.html#fsreadfilesyncpath-options`,
  },
]
