import { join } from 'node:path'
import { download } from './download.ts'
import { readKerasWeights } from './keras-hdf5.ts'
import { PARTIAL, type WeightsSource } from './tensor.ts'

/** The URL and digest that Keras itself pins in `keras/applications/inception_v3.py`. */
const URL =
  'https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5'
const MD5 = 'bcbd6486424b2319ff4ef7d526e38f63'

/** The official ImageNet weights, 88 MB; TRAINING_DOCTOR_WEIGHTS_URL names a mirror of the same file. */
export const imagenetWeights: WeightsSource = {
  id: 'inception-v3-imagenet',
  title: 'InceptionV3, ImageNet (Keras)',
  inputRange: [-1, 1],
  standardise: false,
  async obtain(scratch, { progress, signal }) {
    const path = join(scratch, PARTIAL)
    const stage = progress.start('downloading the ImageNet weights of InceptionV3', 88, 'MB')
    let shown = 0
    try {
      await download({
        url: process.env.TRAINING_DOCTOR_WEIGHTS_URL || URL,
        md5: MD5,
        path,
        signal,
        progress(bytes) {
          const megabytes = Math.floor(bytes / 1e6)
          if (megabytes > shown) stage.advance(megabytes - shown)
          shown = megabytes
        },
      })
      return await readKerasWeights(path)
    } finally {
      stage.finish()
    }
  },
}
