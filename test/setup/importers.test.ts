import { expect, test } from 'vitest'
import { modulesNamed, withImporters } from '../../src/setup/importers.ts'

test('relative imports of JavaScript', () => {
  const text = `import a, { b } from './a.js'
import './side-effect'
export * from "../up"
const c = require('./c'), d = await import('./d/index.mjs')
import fs from 'node:fs'`
  expect(modulesNamed({ path: 'a.ts', text })).toEqual([
    './a.js',
    './side-effect',
    '../up',
    './c',
    './d/index.mjs',
  ])
})

test('imports of Python, in scripts and notebooks', () => {
  const text = `import os, models.head as head
from . import data
from ..lib.nets import build, Net
x = 'import nothing'`
  expect(modulesNamed({ path: 'a.py', text })).toEqual([
    'os',
    'models.head',
    '.',
    '.data',
    '..lib.nets',
    '..lib.nets.build',
    '..lib.nets.Net',
  ])
  const cell = '{"cells": [{"source": [\n   "from model import build\\n",\n   "import data"]}]}'
  expect(modulesNamed({ path: 'a.ipynb', text: cell })).toEqual(['model', 'model.build', 'data'])
})

test('importers of relevant files, directly and by way of others', () => {
  const files = [
    { path: 'model.js', text: '' },
    { path: 'lib/build.ts', text: "export * from '../model'" },
    { path: 'main.ts', text: "import { build } from './lib/build.js'" },
    { path: 'other.ts', text: "import './elsewhere'" },
    { path: 'train.py', text: 'from data.loader import generators' },
    { path: 'data/loader.py', text: 'import keras' },
  ]
  expect([...withImporters(files, new Set(['model.js', 'data/loader.py']))].sort()).toEqual([
    'data/loader.py',
    'lib/build.ts',
    'main.ts',
    'model.js',
    'train.py',
  ])
})
