import { readdir, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { FeatureCache } from '../../src/embed/feature-cache.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const vector = (value: number) => new Float32Array(2048).fill(value)
const key = (name: string) => FeatureCache.key(name, '')

test('gives back what was flushed, and only what is wanted', async () => {
  const folder = await temporaryFolder()
  const cache = new FeatureCache(folder)
  for (let i = 0; i < 70; i++) await cache.add(key(`image ${i}`), vector(i))
  await cache.flush()
  const found = await new FeatureCache(folder).read(new Set([key('image 3'), key('image 69'), key('other')]))
  expect([...found.keys()].sort()).toEqual([key('image 3'), key('image 69')].sort())
  expect(found.get(key('image 69'))).toEqual(vector(69))
})

test('a file that a kill or a full disk cut short is passed over, whole ones are kept', async () => {
  const folder = await temporaryFolder()
  for (const name of ['a', 'b']) {
    const cache = new FeatureCache(folder)
    await cache.add(key(name), vector(1))
    await cache.flush()
  }
  const [first = ''] = await readdir(folder)
  await truncate(path.join(folder, first), 5000)
  await writeFile(path.join(folder, '.killed.part'), 'half')
  expect((await new FeatureCache(folder).read(new Set([key('a'), key('b')]))).size).toBe(1)
})

test('two writers at once lose nothing', async () => {
  const folder = await temporaryFolder()
  const write = async (names: string[]) => {
    const cache = new FeatureCache(folder)
    for (const name of names) await cache.add(key(name), vector(names.length))
    await cache.flush()
  }
  const names = (prefix: string) => Array.from({ length: 50 }, (_, i) => `${prefix} ${i}`)
  await Promise.all([write(names('one')), write(names('two'))])
  const wanted = new Set([...names('one'), ...names('two')].map(key))
  expect((await new FeatureCache(folder).read(wanted)).size).toBe(100)
})

test('views of one image have keys of their own', () => {
  expect(FeatureCache.key('digest', 'flipped')).not.toBe(FeatureCache.key('digest', ''))
})

test('without a folder nothing is kept', async () => {
  const cache = new FeatureCache(null)
  await cache.add(key('a'), vector(1))
  await cache.flush()
  expect((await cache.read(new Set([key('a')]))).size).toBe(0)
})
