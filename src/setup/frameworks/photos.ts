import type { Row, TensorEffect } from './table.ts'

const row = (
  names: readonly string[],
  effect: TensorEffect,
  parameters: readonly string[],
  docs: string,
): Row => ({ names, parameters, meaning: { kind: 'tensor', effect }, docs })

const opencv = 'https://docs.opencv.org/4.x/'
const pillow = 'https://pillow.readthedocs.io/en/stable/reference/Image.html'

/** Libraries that read photos into arrays of 0..255: OpenCV, Pillow, imageio. Sizes are [width, height] there. */
export const photos: readonly Row[] = [
  row(
    ['cv2.imread', 'cv2.imdecode'],
    { does: 'decode', channels: 'bgr' },
    ['filename', 'flags'],
    `${opencv}d4/da8/group__imgcodecs.html`,
  ),
  row(
    ['cv2.cvtColor'],
    { does: 'channels' },
    ['src', 'code'],
    `${opencv}d8/d01/group__imgproc__color__conversions.html`,
  ),
  row(['cv2.resize'], { does: 'keep' }, ['src', 'dsize'], `${opencv}da/d54/group__imgproc__transform.html`),
  row(
    ['cv2.flip', 'cv2.rotate'],
    { does: 'fixed' },
    ['src', 'code'],
    `${opencv}d2/de8/group__core__array.html`,
  ),
  row(['PIL.Image.open'], { does: 'decode' }, ['fp'], `${pillow}#PIL.Image.open`),
  row(['PIL.Image.fromarray'], { does: 'keep' }, ['obj', 'mode'], `${pillow}#PIL.Image.fromarray`),
  row(['Tensor.convert', 'Tensor.resize', 'Tensor.crop'], { does: 'keep' }, ['size'], pillow),
  row(
    ['imageio.imread', 'imageio.v2.imread', 'imageio.v3.imread'],
    { does: 'decode' },
    ['uri'],
    'https://imageio.readthedocs.io/en/stable/',
  ),
]
