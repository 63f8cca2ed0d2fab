import { expect, test } from 'vitest'
import { importersOf, relativeImports } from '../../../src/setup/typescript/importers.ts'

test('relative imports are found in the text', () => {
  const text = `import a, { b } from './a.js'
import './side-effect'
export * from "../up"
const c = require('./c'), d = await import('./d/index.mjs')
import fs from 'node:fs'`
  expect(relativeImports(text)).toEqual(['./a.js', './side-effect', '../up', './c', './d/index.mjs'])
})

test('importers of relevant files, directly and by way of others', () => {
  const files = [
    { path: 'model.js', text: '' },
    { path: 'lib/build.ts', text: "export * from '../model'" },
    { path: 'main.ts', text: "import { build } from './lib/build.js'" },
    { path: 'other.ts', text: "import './elsewhere'" },
  ]
  expect([...importersOf(files, new Set(['model.js']))].sort()).toEqual([
    'lib/build.ts',
    'main.ts',
    'model.js',
  ])
})
