import { createHash } from 'node:crypto'
import type { ClassFolder, Dataset, Sample } from '../model/dataset.ts'
import type { Facts } from '../model/facts.ts'
import { SplitName } from '../model/fix.ts'
import type { Appearance, DecodedImage, DuplicatePair, ImageFact, ImageFacts } from '../model/images.ts'

/**
 * A dataset from paths `split/label/name.jpg` (`all/...` for an unsplit one; `split/name.jpg` has no label): split, label and class folders are
 * read off the path, so that a case fits on a line. `empty` adds class folders without samples.
 */
export function datasetOf(paths: string[], empty: string[] = []): Dataset {
  const samples = paths.map(sampleOf).sort((a, b) => (a.path < b.path ? -1 : 1))
  const folders = new Map<string, ClassFolder>()
  for (const path of [...paths, ...empty.map((folder) => `${folder}/`)]) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    const { split, label } = sampleOf(path)
    if (label === null) continue
    const known = folders.get(folder) ?? { path: folder, split, label, samples: 0 }
    folders.set(folder, { ...known, samples: known.samples + (path.endsWith('/') ? 0 : 1) })
  }
  return { samples, origin: 'a test', classFolders: [...folders.values()] }
}

function sampleOf(path: string): Sample {
  const [split = 'all', label, ...file] = path.split('/')
  return { path, split: SplitName.parse(split), label: file.length > 0 ? (label ?? null) : null, group: null }
}

/** An evenly lit, sharp photo without a border. */
export const ordinaryAppearance: Appearance = {
  brightness: 120,
  darkest: 30,
  brightest: 230,
  sharpness: 40,
  border: { red: 120, green: 110, blue: 100, spread: 40 },
}

/** A decoded JPEG of 256 x 256 pixels that resembles no other; `changes` says what is different about it. */
export function imageFact(path: string, changes: Partial<DecodedImage> = {}): ImageFact {
  return {
    ok: true,
    path,
    bytesDigest: `bytes of ${path}`,
    format: 'jpeg',
    width: 256,
    height: 256,
    channels: 3,
    transparent: false,
    orientation: 1,
    contrast: 50,
    jpegQuality: 90,
    appearance: ordinaryAppearance,
    colourLayout: hexDigits(`colours of ${path}`, 384),
    exif: null,
    ...changes,
  }
}

/** An image of a scene: of one scene they resemble each other, of two no more than any photos do. */
export function imageOf(path: string, scene: string, changes: Partial<DecodedImage> = {}): ImageFact {
  const colours = Buffer.from(hexDigits(`scene ${scene}`, 384), 'hex')
  const noise = Buffer.from(hexDigits(`noise ${path}`, 384), 'hex')
  const layout = colours.map((value, i) => Math.min(255, Math.max(0, value + ((noise[i] ?? 0) % 64) - 32)))
  return imageFact(path, { colourLayout: Buffer.from(layout).toString('hex'), ...changes })
}

/** As many hex digits as wanted that look random but follow from the text. */
function hexDigits(text: string, count: number): string {
  let digits = ''
  for (let part = 0; digits.length < count; part += 1)
    digits += createHash('sha256').update(`${text} ${part}`).digest('hex')
  return digits.slice(0, count)
}

/** A pair of the given grade with numbers that fit it. */
export function pairOf(
  a: string,
  b: string,
  grade: DuplicatePair['grade'] = 'near-identical',
  changes: Partial<DuplicatePair> = {},
): DuplicatePair {
  const exact = grade === 'same-bytes' || grade === 'same-pixels'
  const distance = exact ? 0 : grade === 'near-identical' ? 12 : 70
  return {
    a,
    b,
    grade,
    distance,
    correlation: exact ? 1 : 0.95,
    orientation: 'none',
    falsePositives: exact ? 0 : grade === 'near-identical' ? 1e-6 : 1e-3,
    ...changes,
  }
}

/** Facts of a dataset whose images are all fine but for the duplicate pairs and the changed images given. */
export function imageFacts(
  dataset: Dataset,
  pairs: DuplicatePair[] = [],
  changed: ImageFact[] = [],
): ImageFacts {
  const images = new Map(dataset.samples.map((sample) => [sample.path, imageFact(sample.path)]))
  for (const fact of changed) images.set(fact.path, fact)
  return { images, clusters: clustersOf(pairs) }
}

function clustersOf(pairs: DuplicatePair[]): ImageFacts['clusters'] {
  const clusters: ImageFacts['clusters'] = []
  for (const pair of pairs) {
    const touching = clusters.filter((c) => c.members.includes(pair.a) || c.members.includes(pair.b))
    const merged = {
      members: [...new Set([...touching.flatMap((c) => c.members), pair.a, pair.b])].sort(),
      pairs: [...touching.flatMap((c) => c.pairs), pair],
    }
    for (const old of touching) clusters.splice(clusters.indexOf(old), 1)
    clusters.push(merged)
  }
  return clusters
}

/** Dataset and image facts as the rules get them. */
export function dataFacts(
  paths: string[],
  options: { pairs?: DuplicatePair[]; changed?: ImageFact[]; empty?: string[] } = {},
): Facts {
  const dataset = datasetOf(paths, options.empty)
  return {
    dataset: { ok: true, value: dataset },
    images: { ok: true, value: imageFacts(dataset, options.pairs, options.changed) },
  }
}
