import type { ImageCache } from '../cache/cache.ts'
import { orientationMaps, Textures, type Verdict, verify } from '../compare/verify.ts'
import type { LocalFeatures } from '../features/local-features.ts'
import { hypothesise, matchesOf } from '../features/matching.ts'
import type { Affine } from '../geometry/affine.ts'
import { detailOf } from '../look/view.ts'
import type { Comparable } from './copies.ts'

/** Images whose textures are kept: 170 KB each. */
const kept = 256

/** Fewer features that agree on a map are chance. */
const leastAgreeing = 3

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
    return this.remembered(a, b, `whole ${orientation}`, () => start)
  }

  /** Compares from where the local features of both agree best. */
  byFeatures(a: number, b: number, mirrored: boolean, features: (index: number) => LocalFeatures): Verdict {
    return this.remembered(a, b, mirrored ? 'mirrored' : 'local', () => {
      const [one, other] = [features(a), features(b)]
      const matches = matchesOf(one, other, mirrored)
      return hypothesise(one, other, matches, { mirrored, least: leastAgreeing })?.map ?? null
    })
  }

  featureCount(index: number): number {
    return this.image(index).look.featureCount
  }

  features(index: number): LocalFeatures {
    return this.image(index).look.features()
  }

  private remembered(a: number, b: number, how: string, start: () => Affine | null): Verdict {
    const key = `${this.image(a).fact.bytesDigest} ${this.image(b).fact.bytesDigest} ${how}`
    const known = this.cache.verdict(key)
    if (known !== undefined) return known
    const map = start()
    const verdict: Verdict =
      map === null
        ? { correlation: 0, score: 0, upper: 0, overlap: 0, orientation: 'none', map: null }
        : verify(this.texturesOf(a), this.texturesOf(b), map)
    this.cache.rememberVerdict(key, verdict)
    return verdict
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
