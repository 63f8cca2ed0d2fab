import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { buildClean } from './fixtures/clean.ts'
import { buildLeaky } from './fixtures/leaky.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

/** Written by hand and kept in the fixtures themselves; everything else in them is built. */
const byHand = ['README.md', 'train.py', 'train.ts']

const Names = z.record(z.string(), z.array(z.string()))
const Selection = z.strictObject({ train: Names, validation: Names })
const Selections = z.strictObject({ leaky: Selection, clean: Selection })

/**
 * Builds `grocery-leaky` and `grocery-clean` under `target` from the photos of the Grocery Store data set
 * (`<class>/<split>__<name>.jpg`). The same photos and the same sharp give the same bytes.
 *
 * photos.json names the photos used. They were chosen so that no two of them show the same scene: any two
 * correlate by less than 0.4 (high-pass 48 x 48 thumbnails, best of all shifts up to 14 pixels; 0.36 across splits
 * and classes), and train and validation come from different parts of the data set, which were shot separately.
 */
export async function buildFixtures(photos: string, target: string): Promise<void> {
  const chosen = await readFile(new URL('fixtures/photos.json', import.meta.url), 'utf8')
  const { leaky, clean } = Selections.parse(JSON.parse(chosen))
  for (const [name, build, selection] of [
    ['grocery-leaky', buildLeaky, leaky],
    ['grocery-clean', buildClean, clean],
  ] as const) {
    const fixture = path.join(target, name)
    for (const file of byHand) {
      const original = path.join(repository, 'fixtures', name, file)
      if (original !== path.join(fixture, file)) await cp(original, path.join(fixture, file))
    }
    const truth = await build(fixture, selection, photos)
    await writeFile(path.join(fixture, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const photos = process.argv[2]
  if (photos === undefined) {
    process.stderr.write('usage: npx tsx scripts/build-fixtures.ts <folder of the grocery photos>\n')
    process.exitCode = 2
  } else await buildFixtures(path.resolve(photos), path.join(repository, 'fixtures'))
}
