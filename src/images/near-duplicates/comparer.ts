import type { ImageCache } from '../cache/cache.ts'
import { orientationMaps, Textures, type Verdict, verify, verifyInPlace } from '../compare/verify.ts'
import type { LocalFeatures } from '../features/local-features.ts'
import { hypothesise, matchesBothWays } from '../features/matching.ts'
import { type Affine, inverse } from '../geometry/affine.ts'
import { detailOf } from '../look/view.ts'
import type { Comparable } from './copies.ts'
import { type Crop, fromMiddle } from './crops.ts'

/** Images whose textures are kept: 170 KB each. */
const kept = 256

/** Fewer features that agree on a map are chance. */
const leastAgreeing = 3

/** From this score on, a pair needs no second look. */
export const settled = 0.8

/** Compares pairs of images, each pair once for all runs that share a cache. */
export class Comparer {
  private readonly images: readonly Comparable[]
  private readonly cache: ImageCache
  private readonly textures = new Map<number, Textures>()

  constructor(images: readonly Comparable[], cache: ImageCache) {
    this.images = images
    this.cache = cache
  }

  /** Compares as if the second image were the first in one of `orientations`. */
  inOrientation(a: number, b: number, orientation: number): Verdict {
    const start = orientationMaps[orientation]
    if (start === undefined) throw new RangeError(`no orientation ${orientation}`)
    return this.remembered(a, b, `whole ${orientation}`, () => [() => start])
  }

  /** Compares as if the one image were the middle of the other. */
  asCrop({ photo, crop, orientation, share }: Crop): Verdict {
    const start = orientationMaps[orientation]
    if (start === undefined) throw new RangeError(`no orientation ${orientation}`)
    const map = fromMiddle(start, share)
    const how = `crop ${orientation} ${share}`
    return crop < photo
      ? this.remembered(crop, photo, how, () => [() => map])
      : this.remembered(photo, crop, how, () => [() => inverse(map)])
  }

  /** Compares where both are. */
  inPlace(a: number, b: number): Verdict {
    const key = this.keyOf(a, b, 'in place')
    const known = this.cache.verdict(key)
    if (known !== undefined) return known
    const verdict = verifyInPlace(this.texturesOf(a), this.texturesOf(b))
    this.cache.rememberVerdict(key, verdict)
    return verdict
  }

  /**
   * Compares from where the local features of both agree best; where that leads to little, from where those do that are each
   * other's nearest.
   */
  byFeatures(a: number, b: number, mirrored: boolean, features: (index: number) => LocalFeatures): Verdict {
    return this.remembered(a, b, mirrored ? 'mirrored' : 'local', () => {
      const [one, other] = [features(a), features(b)]
      const { either, mutual } = matchesBothWays(one, other, mirrored)
      return [either, mutual].map(
        (matches) => () => hypothesise(one, other, matches, { mirrored, least: leastAgreeing })?.map ?? null,
      )
    })
  }

  /** `detailSide * detailSide` bytes of luma. */
  detail(index: number): Uint8Array {
    return detailOf(this.image(index).look.view())
  }

  featureCount(index: number): number {
    return this.image(index).look.featureCount
  }

  features(index: number): LocalFeatures {
    return this.image(index).look.features()
  }

  /** The best verdict of several places to start from, tried until one leads to what is settled. */
  private remembered(a: number, b: number, how: string, starts: () => (() => Affine | null)[]): Verdict {
    const key = this.keyOf(a, b, how)
    const known = this.cache.verdict(key)
    if (known !== undefined) return known
    let best: Verdict = { correlation: 0, score: 0, upper: 0, overlap: 0, orientation: 'none', map: null }
    for (const start of starts()) {
      const map = start()
      const verdict = map === null ? null : verify(this.texturesOf(a), this.texturesOf(b), map)
      if (verdict !== null && (best.map === null || verdict.score > best.score)) best = verdict
      if (best.score > settled) break
    }
    this.cache.rememberVerdict(key, best)
    return best
  }

  private keyOf(a: number, b: number, how: string): string {
    return `${this.image(a).fact.bytesDigest} ${this.image(b).fact.bytesDigest} ${how}`
  }

  private texturesOf(index: number): Textures {
    const known = this.textures.get(index) ?? new Textures(detailOf(this.image(index).look.view()))
    // The least recently used goes.
    this.textures.delete(index)
    this.textures.set(index, known)
    for (const oldest of this.textures.keys()) {
      if (this.textures.size <= kept) break
      this.textures.delete(oldest)
    }
    return known
  }

  private image(index: number): Comparable {
    const image = this.images[index]
    if (image === undefined) throw new RangeError(`no image ${index}`)
    return image
  }
}
