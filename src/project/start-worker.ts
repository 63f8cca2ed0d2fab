import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ResourceLimits, Worker } from 'node:worker_threads'

/**
 * Starts the module of a worker, named without its extension, with `workerData`. Run from its sources, in tests and
 * benches, the worker has to be compiled as well.
 */
export function startWorker(module: URL, workerData: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const extension = path.extname(fileURLToPath(import.meta.url))
  const url = new URL(`${module}${extension}`)
  if (extension === '.js') return new Worker(url, { workerData, resourceLimits })
  const compiled = `import('tsx/esm/api').then(({ register }) => (register(), import('${url}')))`
  return new Worker(compiled, { workerData, resourceLimits, eval: true })
}
