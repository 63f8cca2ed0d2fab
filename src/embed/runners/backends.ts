import { availableParallelism } from 'node:os'
import { BackendName } from '../../model/backend.ts'
import type { TrunkOutput } from '../boundary.ts'
import type { WeightTensors } from '../weights/tensor.ts'
import { type Look, oneLine } from './look.ts'
import { loadOnnxRuntime, openOnnxRunner } from './onnx.ts'
import type { TrunkRunner } from './runner.ts'
import { loadTfjs, openTfjsRunner } from './tfjs.ts'
import { lookForTfjsNode, lookForTfjsNodeGpu } from './tfjs-node.ts'
import { lookForWebGpu } from './webgpu.ts'

export interface BackendStatus extends Look {
  name: BackendName
}

interface Backend {
  name: BackendName
  costAt299: number
  look(): Promise<Look>
  open(weights: WeightTensors, threads: number, output: TrunkOutput): Promise<TrunkRunner>
}

const backends: readonly Backend[] = [
  {
    name: 'tfjs-node-gpu',
    costAt299: 5,
    look: lookForTfjsNodeGpu,
    open: (weights, _, output) => openTfjsRunner(weights, 'tensorflow', output),
  },
  {
    name: 'tfjs-node',
    // 0.8 times that of ONNX Runtime where both were run, with TensorFlow 2.18.
    costAt299: 33,
    look: lookForTfjsNode,
    open: (weights, _, output) => openTfjsRunner(weights, 'tensorflow', output),
  },
  {
    name: 'webgpu',
    costAt299: 10,
    look: lookForWebGpu,
    open: (weights, _, output) => openTfjsRunner(weights, 'webgpu', output),
  },
  {
    name: 'onnxruntime',
    costAt299: 33,
    look: lookForOnnxRuntime,
    async open(weights, threads, output) {
      const ort = await loadOnnxRuntime()
      if (ort instanceof Error) throw ort
      return openOnnxRunner(ort, weights, threads, output)
    },
  },
  {
    name: 'wasm',
    costAt299: 383,
    look: () => tryTfjs('wasm', 'TensorFlow.js on WebAssembly, one thread'),
    open: (weights, _, output) => openTfjsRunner(weights, 'wasm', output),
  },
  {
    name: 'cpu',
    costAt299: 9300,
    async look() {
      const detail = 'TensorFlow.js in plain JavaScript, only with --backend cpu: very slow'
      return { ...(await tryTfjs('cpu', detail)), slow: true }
    },
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
  const candidates = backends.filter(({ name }) => wanted === undefined || name === wanted)
  if (candidates.length === 0) {
    throw new Error(
      `unknown back-end ${JSON.stringify(wanted)}: choose one of ${BackendName.options.join(', ')}`,
    )
  }
  const absent: string[] = []
  for (const { name, look, costAt299, open } of candidates) {
    const { available, slow, detail } = await look()
    if (available && (wanted !== undefined || slow !== true))
      return { name, costAt299, title: detail, open: (weights, output) => open(weights, threads, output) }
    absent.push(`${name}: ${detail}`)
  }
  throw new Error(`no back-end to compute the trunk with (${absent.join('; ')})`)
}

async function lookForOnnxRuntime(): Promise<Look> {
  const ort = await loadOnnxRuntime()
  return ort instanceof Error
    ? {
        available: false,
        detail: `does not load (${oneLine(ort)}); for a trunk 7 times as fast: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node`,
      }
    : { available: true, detail: `onnxruntime-node ${ort.env.versions.node ?? ''} on the CPU` }
}

async function tryTfjs(backend: 'wasm' | 'cpu', detail: string): Promise<Look> {
  try {
    await loadTfjs(backend)
    return { available: true, detail }
  } catch (error) {
    return { available: false, detail: oneLine(error) }
  }
}
