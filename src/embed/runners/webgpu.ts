import { z } from 'zod'
import { absence, type Look, oneLine } from './look.ts'

/** Optional peers: Dawn for Node, and the back-end of TensorFlow.js that runs on it. */
const packages = ['webgpu', '@tensorflow/tfjs-backend-webgpu'] as const

const Adapter = z.object({
  info: z.object({
    description: z.string(),
    device: z.string(),
    isFallbackAdapter: z.boolean().default(false),
  }),
})

interface Gpu {
  requestAdapter(): Promise<unknown>
}

const isFunction = (value: unknown) => typeof value === 'function'
/** What the package exports: https://github.com/dawn-gpu/node-webgpu */
const Dawn = z.object({
  create: z.custom<(flags: string[]) => Gpu>(isFunction),
  globals: z.record(z.string(), z.unknown()),
})

/** One for the process: devices that were made from it die with it. */
let gpu: Gpu | null = null

/** Whether a GPU answers through WebGPU (Vulkan, Metal or Direct3D 12). */
export async function lookForWebGpu(): Promise<Look> {
  try {
    await startWebGpu()
  } catch (fault) {
    return absence(fault, `with a GPU that CUDA 11.2 does not reach: npm install ${packages.join(' ')}`)
  }
  const adapter = await gpu?.requestAdapter().catch(oneLine)
  const found = Adapter.safeParse(adapter).data?.info
  if (found === undefined)
    return {
      available: false,
      detail: 'installed, but no graphics driver answers: install one for Vulkan, Metal or Direct3D 12',
    }
  const name = found.description || found.device
  return found.isFallbackAdapter
    ? { available: true, slow: true, detail: `WebGPU without a GPU (${name}), only with --backend webgpu` }
    : { available: true, detail: `WebGPU on ${name}` }
}

/** Makes WebGPU known to TensorFlow.js, which asks `navigator.gpu` as in a browser. @throws what importing throws */
export async function startWebGpu(): Promise<void> {
  if (gpu === null) {
    const [dawn] = packages
    const { create, globals } = Dawn.parse(await import(dawn))
    gpu = create([])
    Object.assign(globalThis, globals)
    // Node 20 has no navigator, later ones have one that cannot be replaced.
    const host: unknown = Reflect.get(globalThis, 'navigator')
    const [owner, name, value] =
      typeof host === 'object' && host !== null ? [host, 'gpu', gpu] : [globalThis, 'navigator', { gpu }]
    Object.defineProperty(owner, name, { value, configurable: true })
  }
  const [, backend] = packages
  await import(backend)
}
