import { basename, join } from 'node:path'
import { ByteReader } from '../containers/byte-reader.ts'
import type { ByteSource } from '../model/dataset.ts'
import type { WorkContext } from '../model/progress.ts'
import { shapeOf, type TrunkOutput } from './boundary.ts'
import { decodeSquare } from './decode.ts'
import { FeatureCache } from './feature-cache.ts'
import { type ChosenBackend, chooseBackend } from './runners/backends.ts'
import { oneLine } from './runners/look.ts'
import type { TrunkRunner } from './runners/runner.ts'
import { openWeights } from './weights/store.ts'
import type { TrunkWeights, WeightTensors } from './weights/tensor.ts'

/** One image as the trunk is to see it. */
export interface View {
  /** With an absolute path. */
  source: ByteSource
  /** SHA-256 of the file: what the cache knows the image by. */
  bytesDigest: string
  /** A change of the decoded square; `id` must name its outcome exactly (kind, parameters, drawn numbers). */
  transform?: { id: string; apply(pixels: Uint8Array, size: number): Uint8Array }
}

export interface ViewOptions {
  /** Side of the input square in pixels, at least 75. */
  size: number
  /** What 0 and 255 become; by default what the weights were trained on. */
  range?: readonly [number, number]
  /** Pooled features by default, else the activations of a block, [height, width, channels] (see `shapeOf`). */
  output?: TrunkOutput
  /** For the progress line. */
  title: string
}

/** The frozen InceptionV3 up to its global average pooling, or up to a block. */
export interface Trunk {
  weights: Omit<TrunkWeights, 'load'>
  backend: Pick<ChosenBackend, 'name' | 'title' | 'costAt299'>
  /**
   * Pooled features, 2048 per view, or what else the options ask for, in the order of the views; computed at most
   * once per distinct view and machine. Aborting keeps what is done in the cache. Throws an `Error` with one line for an image that
   * cannot be decoded.
   */
  features(views: readonly View[], options: ViewOptions): Promise<Float32Array[]>
  /** The weights of all layers, read once. Throws {@link WeightsUnavailable}. */
  tensors(): Promise<WeightTensors>
  close(): Promise<void>
}

/**
 * Opens the trunk on the best weights and back-end of this machine (fetching the weights if need be); the network
 * itself is only built when a feature is missing. Throws {@link WeightsUnavailable}, or an `Error` with one line
 * when `backend` is unknown or absent.
 */
export async function openTrunk(work: WorkContext, backend?: string): Promise<Trunk> {
  const chosen = await chooseBackend(backend, work.jobs)
  const weights = await openWeights(work)
  const bytes = new ByteReader()
  let loading: Promise<WeightTensors> | null = null
  const tensors = () => {
    loading ??= weights.load()
    return loading
  }
  const runners = new Map<TrunkOutput, Promise<TrunkRunner>>()
  const runnerOf = (output: TrunkOutput) => {
    const runner = runners.get(output) ?? tensors().then((loaded) => chosen.open(loaded, output))
    runners.set(output, runner)
    return runner
  }
  return {
    weights,
    backend: chosen,
    tensors,
    async features(views, { size, range = weights.inputRange, output = 'features', title }) {
      const input = `${size}-${range.join('-')}`
      const place = [weights.id, chosen.name, output === 'features' ? input : `${input}-${output}`]
      const { height, width, channels } = shapeOf(output, size)
      const folder = work.cacheDir && join(work.cacheDir, 'features', ...place)
      const cache = new FeatureCache(folder, height * width * channels)
      const keys = views.map((view) => FeatureCache.key(view.bytesDigest, view.transform?.id ?? ''))
      const known = await cache.read(new Set(keys))
      const missing = new Map<string, View>()
      views.forEach((view, i) => {
        const key = keys[i] ?? ''
        if (!known.has(key)) missing.set(key, view)
      })
      if (missing.size > 0)
        await compute(await runnerOf(output), { missing, known, cache, bytes, size, range, title }, work)
      return keys.map((key) => known.get(key) ?? new Float32Array())
    },
    async close() {
      await bytes.close()
      for (const runner of runners.values()) await (await runner).close()
    },
  }
}

interface Computation {
  missing: ReadonlyMap<string, View>
  /** Receives the vectors. */
  known: Map<string, Float32Array>
  cache: FeatureCache
  bytes: ByteReader
  size: number
  range: readonly [number, number]
  title: string
}

async function compute(runner: TrunkRunner, computation: Computation, { progress, signal }: WorkContext) {
  const { missing, known, cache, bytes, size, range, title } = computation
  const entries = [...missing]
  const stage = progress.start(title, entries.length, 'images')
  const decode = (from: number) =>
    Promise.all(
      entries.slice(from, from + runner.batchSize).map(async ([key, view]) => {
        const pixels = await decodeSquare(await bytes.read(view.source), size).catch((fault: unknown) => {
          throw new Error(`${basename(view.source.path)} cannot be decoded: ${oneLine(fault)}`)
        })
        return { key, pixels: view.transform?.apply(pixels, size) ?? pixels }
      }),
    )
  try {
    let next = decode(0)
    for (let from = 0; from < entries.length; from += runner.batchSize) {
      const batch = await next
      signal.throwIfAborted()
      // The next batch is decoded while this one is in the network.
      next = decode(from + runner.batchSize)
      next.catch(() => {})
      const vectors = await runner.run(
        batch.map(({ pixels }) => pixels),
        size,
        range,
      )
      for (const [i, { key }] of batch.entries()) {
        const vector = vectors[i]
        if (vector === undefined) throw new Error('the trunk returned too few vectors')
        known.set(key, vector)
        await cache.add(key, vector)
      }
      stage.advance(batch.length)
    }
  } finally {
    await cache.flush()
    stage.finish()
  }
}
