import type { Row } from './table.ts'
import { data } from './tfjs/data.ts'
import { javascript } from './tfjs/javascript.ts'
import { layers } from './tfjs/layers.ts'
import { tensors } from './tfjs/tensors.ts'
import { training } from './tfjs/training.ts'

/** TensorFlow.js 4 (and the names of 0.x and 1.x that public code still uses). */
export const tfjs: readonly Row[] = [...tensors, ...layers, ...data, ...training, ...javascript]
