import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TrunkOutput } from '../../src/embed/boundary.ts'
import type { Trunk, View } from '../../src/embed/trunk.ts'
import { Random } from '../../src/model/random.ts'
import { distort } from '../../src/probe/transforms/apply.ts'
import type { Distortion } from '../../src/probe/transforms/distortion.ts'
import { standardiser } from '../../src/train/standardise.ts'
import type { Case } from './cases.ts'
import { fineTune, fineTunedFrom } from './fine-tuned.ts'
import { classifier, type Logged, type Run, type Seen, train } from './network.ts'
import type { Planned } from './photos.ts'
import { bytesOf } from './plants.ts'
import { inputSize, recipeOf, scriptOf } from './setup.ts'

/** What `augment` of the script does. */
const distortions: readonly Distortion[] = [
  { kind: 'flip', axis: 'horizontal', probability: 0.5 },
  { kind: 'rotation', degrees: [-36, 36] },
  { kind: 'zoom', x: [0.8, 1.2], y: null },
  { kind: 'shift', x: [-0.1, 0.1], y: [-0.1, 0.1] },
]
/** Random views of each image, of which every epoch draws one. */
const viewsEach = 3

/** Pixels of 0..255 where -1..1 is wanted: what 0 and 255 become as shares of the wanted range. */
const unscaled: readonly [number, number] = [0.5, 128]

/** Writes images, train.py and, trained in truth, training.log. */
export async function makeProject(folder: string, one: Case, trunk: Trunk, seed: number): Promise<void> {
  const written: { file: Planned; place: string; digest: string }[] = []
  for (const file of one.files) {
    const place = path.join(folder, file.split, file.label, file.name)
    const bytes = await bytesOf(file)
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, bytes)
    written.push({ file, place, digest: createHash('sha256').update(bytes).digest('hex') })
  }
  const labels = [...new Set(one.files.map(({ label }) => label))].sort()
  await writeFile(path.join(folder, 'train.py'), scriptOf(one.setup, labels.length))
  const sidesOf = (seen: readonly Float32Array[][]) => {
    const side = (split: Planned['split']): Seen[] =>
      written.flatMap(({ file }, index) =>
        file.split === split ? [{ label: labels.indexOf(file.label), views: seen[index] ?? [] }] : [],
      )
    return { train: side('train'), validation: side('val') }
  }
  const features = await views(written, one, trunk, 'features')
  const prepare = trunk.weights.standardise
    ? standardiser(features.flatMap((some, index) => (written[index]?.file.split === 'train' ? some : [])))
    : (vector: Float32Array) => vector
  const run: Run = {
    classes: labels.length,
    ...sidesOf(features.map((some) => some.map(prepare))),
    recipe: recipeOf(one.setup),
    seed,
  }
  const log =
    one.setup.trunk === 'frozen'
      ? train(run).log
      : await fineTune({ ...run, ...sidesOf(await views(written, one, trunk, fineTunedFrom)) }, one.setup, {
          pretrained: await trunk.tensors(),
          prepare,
          head: classifier(run, one.setup.trunk === 'free' ? 0 : run.recipe.epochs).head,
        })
  await writeFile(path.join(folder, 'training.log'), csvOf(log))
}

/** What the trunk makes of all views of each file. */
async function views(
  files: readonly { file: Planned; place: string; digest: string }[],
  { setup }: Case,
  trunk: Trunk,
  output: TrunkOutput,
): Promise<Float32Array[][]> {
  const wanted = files.map(({ file, place, digest }): View[] => {
    const source = { path: place }
    const augmented = file.split === 'train' ? setup.augmented.train : setup.augmented.validation
    if (!augmented) return [{ source, bytesDigest: digest }]
    return Array.from(
      { length: viewsEach },
      (_, number): View => ({
        source,
        bytesDigest: digest,
        transform: {
          id: `bench/diagnosis 1 ${number}`,
          apply: (pixels, size) =>
            distort(pixels, size, distortions, new Random(number, 'bench/diagnosis', digest)),
        },
      }),
    )
  })
  const options = { size: inputSize, output, title: output, ...(setup.scaled ? {} : { range: unscaled }) }
  const flat = await trunk.features(wanted.flat(), options)
  const rest = flat.values()
  return wanted.map((some) => some.map(() => rest.next().value ?? new Float32Array()))
}

function csvOf(rows: readonly Logged[]): string {
  const [first] = rows
  if (first === undefined) return ''
  return `${[Object.keys(first).join(','), ...rows.map((row) => Object.values(row).join(','))].join('\n')}\n`
}
