import { z } from 'zod'

/** What the trunk can be computed with, in the order of preference. */
export const BackendName = z.enum(['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'onnxruntime', 'wasm', 'cpu'])
export type BackendName = z.infer<typeof BackendName>
