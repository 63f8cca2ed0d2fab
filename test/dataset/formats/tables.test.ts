import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Made by test/dataset/oracle/make_tables.py: one list of images as pandas and people write it. */
const tables = path.join(import.meta.dirname, '../oracle/tables')

const images = Array.from({ length: 9 }, (_, at) => `images/im00${at}.jpg`)
const expected = images.map((image, at) => {
  const side = Math.floor(at / 3) === 2 ? 'validation' : 'train'
  return `${image}: ${side} ${['cat', 'dog', 'owl'][at % 3]}`
})

test.each(readdirSync(tables))('%s tells label and side of each image', async (name) => {
  const root = await temporaryFolder({
    ...Object.fromEntries(images.map((image) => [image, 'x'])),
    [`lists/${name}`]: readFileSync(path.join(tables, name)),
  })
  const { samples, origin } = await gatherDataset(await discover(root), [])
  expect(samples.map(({ path: file, split, label }) => `${file}: ${split} ${label}`)).toEqual(expected)
  expect(origin).toBe(`the manifest lists/${name}`)
})
