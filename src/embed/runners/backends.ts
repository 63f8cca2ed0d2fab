import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { TrunkOutput } from '../boundary.ts'
import type { WeightTensors } from '../weights/tensor.ts'
import { loadOnnxRuntime, openOnnxRunner } from './onnx.ts'
import type { TrunkRunner } from './runner.ts'
import { loadTfjs, openTfjsRunner } from './tfjs.ts'

/** In the order of preference; `cpu` (plain JavaScript, for tests) is used only when asked for. */
export const backendNames = ['tfjs-node-gpu', 'onnxruntime', 'wasm', 'cpu'] as const
export type BackendName = (typeof backendNames)[number]

export interface BackendStatus {
  name: BackendName
  available: boolean
  /** What it is, or why it is absent and the remedy; one line. */
  detail: string
}

interface Backend {
  name: BackendName
  automatic: boolean
  costAt299: number
  look(): Promise<{ available: boolean; detail: string }>
  open(weights: WeightTensors, threads: number, output: TrunkOutput): Promise<TrunkRunner>
}

const backends: readonly Backend[] = [
  {
    name: 'tfjs-node-gpu',
    costAt299: 5,
    automatic: true,
    look: lookForGpu,
    open: (weights, _, output) => openTfjsRunner(weights, 'tensorflow', output),
  },
  {
    name: 'onnxruntime',
    costAt299: 33,
    automatic: true,
    async look() {
      const ort = await loadOnnxRuntime()
      return ort instanceof Error
        ? {
            available: false,
            detail: `onnxruntime-node does not load (${oneLine(ort)}); reinstall it for a trunk 7 times as fast`,
          }
        : { available: true, detail: `onnxruntime-node ${ort.env.versions.node ?? ''} on the CPU` }
    },
    async open(weights, threads, output) {
      const ort = await loadOnnxRuntime()
      if (ort instanceof Error) throw ort
      return openOnnxRunner(ort, weights, threads, output)
    },
  },
  {
    name: 'wasm',
    costAt299: 383,
    automatic: true,
    look: () => tryTfjs('wasm', 'TensorFlow.js on WebAssembly, one thread'),
    open: (weights, _, output) => openTfjsRunner(weights, 'wasm', output),
  },
  {
    name: 'cpu',
    costAt299: 9300,
    automatic: false,
    look: () => tryTfjs('cpu', 'TensorFlow.js in plain JavaScript, only with --backend cpu: very slow'),
    open: (weights, _, output) => openTfjsRunner(weights, 'cpu', output),
  },
]

/** What this machine can compute the trunk with, best first. */
export async function describeBackends(): Promise<BackendStatus[]> {
  const statuses: BackendStatus[] = []
  for (const { name, look } of backends) statuses.push({ name, ...(await look()) })
  return statuses
}

/** A back-end that answered; opening it costs about a second. */
export interface ChosenBackend {
  name: BackendName
  /** For people, e.g. `onnxruntime-node 1.30.0 on the CPU`. */
  title: string
  /** Milliseconds per image of 299x299 on two cores of about 2020: plans a time budget, the same everywhere. */
  costAt299: number
  open(weights: WeightTensors, output: TrunkOutput): Promise<TrunkRunner>
}

/**
 * `wanted`, or the first back-end that answers. Throws an `Error` with one line when the wanted one is unknown or
 * absent.
 */
export async function chooseBackend(
  wanted: string | undefined,
  threads = availableParallelism(),
): Promise<ChosenBackend> {
  const candidates = backends.filter(({ name, automatic }) =>
    wanted === undefined ? automatic : name === wanted,
  )
  if (candidates.length === 0) {
    throw new Error(`unknown back-end ${JSON.stringify(wanted)}: choose one of ${backendNames.join(', ')}`)
  }
  const absent: string[] = []
  for (const { name, look, costAt299, open } of candidates) {
    const { available, detail } = await look()
    if (available)
      return { name, costAt299, title: detail, open: (weights, output) => open(weights, threads, output) }
    absent.push(`${name}: ${detail}`)
  }
  throw new Error(`no back-end to compute the trunk with (${absent.join('; ')})`)
}

async function tryTfjs(backend: 'wasm' | 'cpu', detail: string) {
  try {
    await loadTfjs(backend)
    return { available: true, detail }
  } catch (error) {
    return { available: false, detail: oneLine(error) }
  }
}

const NodeBackend = z.object({ isUsingGpuDevice: z.boolean() })

/** An optional peer: looked for at run time only, since its native libraries come from outside npm. */
async function lookForGpu(): Promise<{ available: boolean; detail: string }> {
  const name: string = '@tensorflow/tfjs-node-gpu'
  try {
    await import(name)
  } catch (error) {
    const missing = z
      .object({ code: z.enum(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']) })
      .safeParse(error).success
    return {
      available: false,
      detail: missing
        ? `not installed; with an NVIDIA GPU, CUDA 11.2 and cuDNN 8.1: npm install ${name}`
        : `installed, but does not load: ${oneLine(error)}`,
    }
  }
  const tf = await import('@tensorflow/tfjs-core')
  const gpu =
    (await tf.setBackend('tensorflow')) && NodeBackend.safeParse(tf.backend()).data?.isUsingGpuDevice
  return gpu
    ? { available: true, detail: 'tfjs-node-gpu, TensorFlow on the GPU' }
    : {
        available: false,
        detail: 'installed, but TensorFlow finds no GPU (see its messages about CUDA and cuDNN)',
      }
}

const oneLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
