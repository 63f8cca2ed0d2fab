import { join } from 'node:path'
import type { WorkContext } from '../../model/progress.ts'
import { download, md5Of } from './download.ts'
import { readKerasWeights } from './keras-hdf5.ts'
import { PARTIAL, type WeightsSource, WeightsUnavailable } from './tensor.ts'

/** The URL and digest that Keras itself pins in `keras/applications/inception_v3.py`. */
const OFFICIAL =
  'https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5'
const MD5 = 'bcbd6486424b2319ff4ef7d526e38f63'
const MEGABYTES = 88

/**
 * The official ImageNet weights from where Keras takes them, or from `origin`: another URL or a file, of which the
 * bytes must be the same. TRAINING_DOCTOR_WEIGHTS_URL names a mirror for all projects.
 */
export function imagenetWeights(origin?: string): WeightsSource {
  return {
    id: 'inception-v3-imagenet',
    title: 'InceptionV3, ImageNet (Keras)',
    inputRange: [-1, 1],
    standardise: false,
    async obtain(scratch, work) {
      if (origin !== undefined && !/^https?:\/\//.test(origin)) return readOfficial(origin)
      const path = join(scratch, PARTIAL)
      const url = origin ?? (process.env.TRAINING_DOCTOR_WEIGHTS_URL || OFFICIAL)
      if (!URL.canParse(url)) throw new WeightsUnavailable(`${url} is no address to download from`)
      await downloadTo(path, url, work)
      return readKerasWeights(path)
    },
  }
}

async function readOfficial(path: string) {
  const md5 = await md5Of(path).catch(() => null)
  if (md5 === null) throw new WeightsUnavailable(`cannot read ${path}`)
  if (md5 !== MD5)
    throw new WeightsUnavailable(`${path} is not the official file (its MD5 is ${md5}, not ${MD5})`)
  return readKerasWeights(path)
}

async function downloadTo(
  path: string,
  url: string,
  { progress, signal }: Pick<WorkContext, 'progress' | 'signal'>,
) {
  const stage = progress.start('downloading the ImageNet weights of InceptionV3', MEGABYTES, 'MB')
  let shown = 0
  const show = (bytes: number) => {
    const megabytes = Math.floor(bytes / 1e6)
    if (megabytes > shown) stage.advance(megabytes - shown)
    shown = Math.max(shown, megabytes)
  }
  try {
    await download({ url, md5: MD5, path, signal, progress: show })
  } finally {
    stage.finish()
  }
}
