import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openTrunk } from '../../src/embed/trunk.ts'
import { silent, type WorkContext } from '../../src/model/progress.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function project(images: number) {
  const folder = await temporaryFolder()
  const views = Array.from({ length: images }, (_, i) => ({
    source: { path: path.join(folder, `${i}.png`) },
    bytesDigest: `picture ${i}`,
  }))
  for (const [i, view] of views.entries()) {
    const background = { r: i * 9, g: 255 - i * 9, b: (i * 40) % 256 }
    await sharp({ create: { width: 90, height: 90, channels: 3, background } }).toFile(view.source.path)
  }
  return { folder, views }
}

function workIn(folder: string, signal = new AbortController().signal) {
  const computed: number[] = []
  const progress = {
    ...silent,
    start: (_title: string, total: number) => ({
      ...silent.start('', 0, ''),
      ...(computed.push(total) && {}),
    }),
  }
  const work: WorkContext = { progress, signal, cacheDir: path.join(folder, 'cache'), jobs: 2, seed: 1 }
  return { work, computed }
}

const options = { size: 75, title: 'features' }

test('computes each image once per machine, and transformed views on their own', {
  timeout: 180_000,
}, async () => {
  const { folder, views } = await project(11)
  const first = workIn(folder)
  const trunk = await openTrunk(first.work)
  const features = await trunk.features([...views, ...views.slice(0, 2)], options)
  expect(features.map((vector) => vector.length)).toEqual(new Array(13).fill(2048))
  expect(features[11]).toEqual(features[0])
  expect(features[1]).not.toEqual(features[0])
  await trunk.close()

  // Neither the files nor the network are needed again.
  for (const view of views) await rm(view.source.path)
  const second = workIn(folder)
  const again = await openTrunk(second.work)
  expect(await again.features(views, options)).toEqual(features.slice(0, 11))
  expect(second.computed).toEqual([])
  const dark = { id: 'dark', apply: (pixels: Uint8Array) => pixels.map((value) => value / 2) }
  const transformed = views.slice(0, 1).map((view) => ({ ...view, transform: dark }))
  await expect(again.features(transformed, options)).rejects.toThrow(/0\.png/)
  await again.close()
})

test('an image that cannot be decoded is named', { timeout: 180_000 }, async () => {
  const { folder, views } = await project(3)
  await writeFile(path.join(folder, '1.png'), 'no picture')
  const trunk = await openTrunk(workIn(folder).work)
  await expect(trunk.features(views, options)).rejects.toThrow(/^1\.png cannot be decoded: [^\n]+$/)
  await trunk.close()
})

test('activations of a block are kept apart from features', { timeout: 180_000 }, async () => {
  const { folder, views } = await project(3)
  const { work, computed } = workIn(folder)
  const trunk = await openTrunk(work)
  const features = await trunk.features(views, options)
  const activations = await trunk.features(views, { ...options, output: 'mixed8' })
  expect(activations.map((values) => values.length)).toEqual([1280, 1280, 1280])
  await trunk.close()
  const again = await openTrunk(work)
  expect(await again.features(views, { ...options, output: 'mixed8' })).toEqual(activations)
  expect(await again.features(views, options)).toEqual(features)
  expect(computed).toEqual([3, 3])
  await again.close()
})

test('an abort keeps what is done', { timeout: 180_000 }, async () => {
  const { folder, views } = await project(24)
  const controller = new AbortController()
  const { work } = workIn(folder, controller.signal)
  const stopping: WorkContext = {
    ...work,
    progress: { ...silent, start: () => ({ advance: () => controller.abort(), finish() {} }) },
  }
  const trunk = await openTrunk(stopping)
  await expect(trunk.features(views, options)).rejects.toThrow(/abort/i)
  await trunk.close()
  const rest = workIn(folder)
  const later = await openTrunk(rest.work)
  await later.features(views, options)
  expect(rest.computed).toEqual([16])
  await later.close()
})
