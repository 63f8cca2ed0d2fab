import { expect, test } from 'vitest'
import { cutHead, cutTail } from '../../../src/dataset/replay/keras-cut.ts'
import { datasetEndings, generatorEndings, kerasFiles } from '../../../src/dataset/replay/keras-files.ts'
import { RandomState } from '../../../src/dataset/replay/random-state.ts'
import { range } from '../../../src/dataset/replay/shuffle.ts'
import { trainTestSplit } from '../../../src/dataset/replay/train-test-split.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { short, vectors } from './vectors.ts'

const named = vectors.trainTestSplit.map((one) => ({
  ...one,
  how: one.classes === undefined ? 'plain' : `stratified over ${one.classes.length}`,
}))

test.each(named)(
  'sklearn train_test_split of $n, test_size=$testSize, random_state=$seed, shuffle=$shuffle, $how',
  (given) => {
    const { n, testSize, seed, shuffle, classes } = given
    // The same rule as in the script.
    const stratify =
      classes?.length === undefined
        ? null
        : range(n).map((k) => classes[(k * k + Math.floor(k / 3)) % classes.length] ?? '')
    const sides = trainTestSplit(n, {
      test: testSize,
      train: null,
      random: shuffle ? new RandomState(seed) : null,
      stratify,
    })
    expect(sides && short(sides.train)).toEqual(given.train)
    expect(sides && short(sides.test)).toEqual(given.test)
  },
)

async function tree(index: number) {
  const paths = vectors.trees[index] ?? []
  const folder = await temporaryFolder(Object.fromEntries(paths.map((name) => [name, ''])))
  return { paths, folder }
}

test.each(vectors.kerasDirectory)(
  'image_dataset_from_directory over tree $tree, validation_split=$fraction, seed=$seed, shuffle=$shuffle',
  async (given) => {
    const { paths, folder } = await tree(given.tree)
    const files = await kerasFiles(folder, { endings: datasetEndings, hidden: false, classes: null })
    const cut = cutTail((files ?? []).flat(), given.fraction, given.shuffle ? given.seed : null)
    const indices = (list: string[]) => list.map((file) => paths.indexOf(file))
    expect(indices(cut.validation)).toEqual(given.validation)
    expect(short(indices(cut.train))).toEqual(given.train)
  },
)

test.each(vectors.kerasGenerator)(
  'ImageDataGenerator(validation_split=$fraction).flow_from_directory over tree $tree',
  async (given) => {
    const { paths, folder } = await tree(given.tree)
    const files = await kerasFiles(folder, { endings: generatorEndings, hidden: true, classes: null })
    const cuts = (files ?? []).map((list) => cutHead(list, given.fraction))
    const indices = (list: string[]) => list.map((file) => paths.indexOf(file))
    expect(indices(cuts.flatMap((cut) => cut.validation))).toEqual(given.validation)
    expect(short(indices(cuts.flatMap((cut) => cut.train)))).toEqual(given.train)
  },
)

test.each(vectors.kerasDataframe)(
  'ImageDataGenerator(validation_split=$fraction).flow_from_dataframe over the rows of tree $tree',
  (given) => {
    const paths = vectors.trees[given.tree] ?? []
    const rows = paths.filter((file) => generatorEndings.some((end) => file.toLowerCase().endsWith(end)))
    const cut = cutHead(rows, given.fraction)
    const indices = (list: string[]) => list.map((file) => paths.indexOf(file))
    expect(indices(cut.validation)).toEqual(given.validation)
    expect(short(indices(cut.train))).toEqual(given.train)
  },
)

test('a class that the code names but that is not here has no listing', async () => {
  const { folder } = await tree(0)
  const listing = { endings: datasetEndings, hidden: false, classes: ['cat', 'bird'] }
  expect(await kerasFiles(folder, listing)).toBeNull()
})
