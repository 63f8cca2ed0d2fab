import type { WorkContext } from '../../model/progress.ts'
import type { ImageCache } from '../cache/cache.ts'
import type { CloseLook } from '../compare/close-look.ts'
import { type CloseImage, lookAtPair } from '../compare/close-pair.ts'
import { closeUpOf } from '../compare/close-up.ts'
import type { Raster } from '../decode/raster.ts'
import { within } from '../look/frame.ts'
import { partOf } from '../look/view.ts'
import type { Compared } from './compared.ts'
import type { Comparable } from './copies.ts'
import { isPlain } from './grade.ts'

/** The pixels of an image with at least `closeSide` to a side, if it has them; null when it cannot be read any more. */
export type ReadAgain = (image: Comparable['fact']) => Promise<Raster | null>

/**
 * Pairs whose best tiles correlate less on thumbnails are no copies, nor those of which all correlates less: 98 of 100 copies
 * of any kind reach 0.86, two thirds of all shots of one scene do not. Where something covers a plain photo less is left to
 * agree, but one image still lies in the other.
 */
const least = { upper: 0.87, score: 0.45 }
const leastWithin = { overlap: 0.95, upper: 0.65, score: 0.4 }
/** Of the pairs of one image, so many at most: in sets of look-alikes the rest would only cost time. */
const looksPerImage = 3
/** Pixels: of smaller images thumbnails show all there is. */
const leastSide = 160
/** Close-ups that are kept: 1 to 2 MB each. */
const kept = 48

/**
 * Looks closely, on pixels read again, at the pairs that thumbnails leave open: shots of one scene look as much alike there
 * as cropped or covered copies. What is plain already and what cannot be read again stays as it is.
 * @throws the signal's reason when it is aborted
 */
export async function lookCloser(
  images: readonly Comparable[],
  pairs: readonly Compared[],
  { cache, read }: { cache: ImageCache; read: ReadAgain },
  work: WorkContext,
): Promise<Compared[]> {
  const open = openPairs(pairs)
  const stage = work.progress.start('Looking closely', open.size, 'pairs')
  const closeUps = new CloseUps(images, read)
  const looked: Compared[] = []
  for (const pair of pairs) {
    const { a, b, verdict } = pair
    if (!open.has(pair) || verdict.map === null) {
      looked.push(pair)
      continue
    }
    work.signal.throwIfAborted()
    const key = `${images[a]?.fact.bytesDigest} ${images[b]?.fact.bytesDigest}`
    const look = cache.look(key) ?? (await closeUps.compare(a, b, verdict.map))
    if (look !== null) cache.rememberLook(key, look)
    looked.push({ ...pair, look })
    stage.advance()
  }
  stage.finish()
  return looked
}

function isAlike({ upper, score, overlap }: Compared['verdict']): boolean {
  const { upper: leastUpper, score: leastScore } = overlap >= leastWithin.overlap ? leastWithin : least
  return upper >= leastUpper && score >= leastScore
}

/** Of each image the pairs that are most alike. */
function openPairs(pairs: readonly Compared[]): Set<Compared> {
  const worth = pairs
    .filter((pair) => pair.drawn === undefined && !isPlain(pair) && (pair.inPlace || isAlike(pair.verdict)))
    .sort((x, y) => y.verdict.score - x.verdict.score || x.a - y.a || x.b - y.b)
  const taken = new Map<number, number>()
  return new Set(
    worth.filter(({ a, b }) => {
      const [ofA, ofB] = [taken.get(a) ?? 0, taken.get(b) ?? 0]
      if (ofA >= looksPerImage && ofB >= looksPerImage) return false
      taken.set(a, ofA + 1)
      taken.set(b, ofB + 1)
      return true
    }),
  )
}

/** Close-ups of images, the last few kept. */
class CloseUps {
  private readonly images: readonly Comparable[]
  private readonly read: ReadAgain
  private readonly made = new Map<number, CloseImage | null>()

  constructor(images: readonly Comparable[], read: ReadAgain) {
    this.images = images
    this.read = read
  }

  async compare(a: number, b: number, map: readonly number[]): Promise<CloseLook | null> {
    const [one, other] = [await this.of(a), await this.of(b)]
    return one === null || other === null ? null : lookAtPair(one, other, Float64Array.from(map))
  }

  private async of(index: number): Promise<CloseImage | null> {
    const known = this.made.get(index)
    const image = this.images[index]
    if (known !== undefined || image === undefined) return known ?? null
    const raster = await this.read(image.fact)
    // The frame is not looked for again: at another resolution a faint edge may be one, and the map would be another.
    const content = raster === null ? null : within(raster, partOf(image.look.view(), raster))
    const large = content !== null && Math.min(content.width, content.height) >= leastSide
    const closeImage = large ? { luma: content, closeUp: closeUpOf(content) } : null
    this.made.set(index, closeImage)
    for (const oldest of this.made.keys()) {
      if (this.made.size <= kept) break
      this.made.delete(oldest)
    }
    return closeImage
  }
}
