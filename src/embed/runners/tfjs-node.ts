import { z } from 'zod'
import type { Look } from './look.ts'
import { absence } from './look.ts'

const NodeBackend = z.object({ isUsingGpuDevice: z.boolean() })

/** Optional peers: looked for at run time only, since their native libraries come from outside npm. */
const packages = { gpu: '@tensorflow/tfjs-node-gpu', cpu: '@tensorflow/tfjs-node' } as const

/** Whether TensorFlow for Node answers with a GPU. */
export async function lookForTfjsNodeGpu(): Promise<Look> {
  const fault = await load(packages.gpu)
  if (fault !== null)
    return absence(fault, `with an NVIDIA GPU, CUDA 11.2 and cuDNN 8.1: npm install ${packages.gpu}`)
  const tf = await import('@tensorflow/tfjs-core')
  const gpu =
    (await tf.setBackend('tensorflow')) && NodeBackend.safeParse(tf.backend()).data?.isUsingGpuDevice
  return gpu
    ? { available: true, detail: 'tfjs-node-gpu, TensorFlow on the GPU' }
    : {
        available: false,
        detail:
          'installed, but TensorFlow finds no GPU: it wants CUDA 11.2 and cuDNN 8.1 (TF_CPP_MIN_LOG_LEVEL=0 doctor env shows its messages)',
      }
}

/** Whether TensorFlow for Node answers on the processor. */
export async function lookForTfjsNode(): Promise<Look> {
  const tf = await import('@tensorflow/tfjs-core')
  // Both packages register the same back-end, and their libraries do not get along in one process.
  const known = tf.findBackendFactory('tensorflow') !== null
  const fault = known ? null : await load(packages.cpu)
  if (fault !== null) return absence(fault, `to train on all cores: npm install ${packages.cpu}`)
  return (await tf.setBackend('tensorflow'))
    ? { available: true, detail: 'tfjs-node, TensorFlow on the CPU' }
    : {
        available: false,
        detail: `installed, but its TensorFlow does not start: npm install ${packages.cpu} again`,
      }
}

async function load(name: string): Promise<unknown> {
  // Its messages about the processor's features are not ours.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1'
  try {
    await import(name)
    return null
  } catch (error) {
    return error ?? new Error('failed without a reason')
  }
}
