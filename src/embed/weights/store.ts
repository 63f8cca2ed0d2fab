import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import type { WorkContext } from '../../model/progress.ts'
import { imagenetWeights } from './imagenet.ts'
import { nsfwjsWeights } from './nsfwjs.ts'
import { readSafetensors, writeSafetensors } from './safetensors.ts'
import {
  PARTIAL,
  type TrunkWeights,
  type WeightsSource,
  WeightsUnavailable,
  type WeightTensors,
} from './tensor.ts'

/** Best first. The first that is in the cache or can be obtained is used. */
const sources: readonly WeightsSource[] = [imagenetWeights(), nsfwjsWeights]

/** A scratch folder that has not changed for this long belongs to a killed process. */
const ABANDONED_MS = 60 * 60 * 1000

/**
 * The person's own cache, shared by all projects: TRAINING_DOCTOR_CACHE, else `training-doctor` under
 * XDG_CACHE_HOME (https://specifications.freedesktop.org/basedir-spec), else under `~/.cache`.
 */
export function userCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment.TRAINING_DOCTOR_CACHE
  if (own) return resolve(own)
  const base = environment.XDG_CACHE_HOME
  // The specification says that relative paths are invalid and to be ignored.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'training-doctor')
}

export interface WeightsStatus {
  id: string
  title: string
  /** Absolute path of the cached file, whether or not it is there. */
  path: string
  /** Size of the cached file, or null when it has not been fetched. */
  bytes: number | null
}

/** Which weights the doctor knows, best first, and which of them are on this machine. */
export async function weightsStatus(): Promise<WeightsStatus[]> {
  return Promise.all(sources.map(statusOf))
}

async function statusOf({ id, title }: WeightsSource): Promise<WeightsStatus> {
  const path = weightsFile(id)
  const found = await stat(path).catch(() => null)
  return { id, title, path, bytes: found?.size ?? null }
}

/**
 * Puts the official ImageNet weights into the cache, from Keras' own address or from `origin`, a URL or a file (for
 * machines without internet), and returns what is now there. Throws {@link WeightsUnavailable}.
 */
export async function installWeights(origin: string | undefined, work: Work): Promise<WeightsStatus> {
  const source = imagenetWeights(origin)
  await fetchInto(source, work)
  return statusOf(source)
}

type Work = Pick<WorkContext, 'progress' | 'signal'>

/**
 * The best weights to be had: those in the cache, else fetched into it once, with a note when better ones could not
 * be had. Throws {@link WeightsUnavailable} when there are none, and the signal's reason when it is aborted.
 */
export async function openWeights(
  work: Work,
  candidates: readonly WeightsSource[] = sources,
): Promise<TrunkWeights> {
  for (const source of candidates) {
    if (await stat(weightsFile(source.id)).catch(() => null)) return handle(source, work)
  }
  const failures: string[] = []
  for (const source of candidates) {
    try {
      await fetchInto(source, work)
      for (const failure of failures) work.progress.note(`${failure}; using ${source.title} instead`)
      return handle(source, work)
    } catch (error) {
      work.signal.throwIfAborted()
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new WeightsUnavailable(`${failures.join('; ')}; without internet: doctor weights install FILE`)
}

const weightsFile = (id: string) => join(userCacheFolder(), 'weights', `${id}.safetensors`)

function handle(source: WeightsSource, work: Work): TrunkWeights {
  const { id, title, inputRange, standardise } = source
  // A file that was damaged on disk is fetched again.
  const load = () => readSafetensors(weightsFile(id)).catch(() => fetchInto(source, work))
  return { id, title, inputRange, standardise, load }
}

/**
 * Works in a scratch folder of its own and ends with one rename: a kill leaves the cache as it was, and of two
 * doctors at once the later rename replaces the file with the same bytes.
 */
async function fetchInto(source: WeightsSource, work: Work): Promise<WeightTensors> {
  const folder = join(userCacheFolder(), 'weights')
  await mkdir(folder, { recursive: true })
  await removeAbandoned(folder)
  const scratch = await mkdtemp(join(folder, '.fetch-'))
  // Renaming claims what an earlier try has downloaded for this process alone.
  const partial = join(folder, `.partial-${source.id}`)
  await rename(partial, join(scratch, PARTIAL)).catch(() => {})
  try {
    const tensors = await source.obtain(scratch, work)
    const file = join(scratch, 'weights.safetensors')
    await writeSafetensors(file, tensors)
    await rename(file, weightsFile(source.id))
    return tensors
  } catch (error) {
    await rename(join(scratch, PARTIAL), partial).catch(() => {})
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.fetch-')) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > ABANDONED_MS)
      await rm(path, { recursive: true, force: true })
  }
}
