import {
  addN,
  backend_util,
  concat,
  conv2d,
  conv2dTranspose,
  matMul,
  pad,
  type Rank,
  reshape,
  slice,
  stridedSlice,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core'
import type { Padding } from '../../embed/architecture.ts'
import type { Step } from './step.ts'

/** What a convolution is derived by. */
export interface ConvolutionDerivatives {
  kernel: Tensor4D
  /** Derived on demand: what comes before a boundary does not learn. */
  input(): Tensor4D
}

/**
 * A convolution whose derivatives are matrix products: TensorFlow.js 4.22 has no kernel for the one of the weights on
 * WebAssembly (`Conv2DBackpropFilter`), and for that of the input a scalar loop that takes several times as long.
 * @param x [n, h, w, in]
 * @param kernel [height, width, in, out]
 */
export function convolve(
  x: Tensor4D,
  kernel: Tensor4D,
  stride: 1 | 2,
  padding: Padding,
): Step<Tensor4D, ConvolutionDerivatives> {
  const { padInfo, outHeight, outWidth } = backend_util.computeConv2DInfo(
    x.shape,
    kernel.shape,
    stride,
    1,
    padding,
  )
  const [batch, height, width] = x.shape
  const { top, left } = padInfo
  const geometry: Geometry = {
    x: x.shape,
    kernel: kernel.shape,
    stride,
    output: [batch, outHeight, outWidth],
    top,
    left,
    padded: [
      Math.max(height + top, (outHeight - 1) * stride + kernel.shape[0]),
      Math.max(width + left, (outWidth - 1) * stride + kernel.shape[1]),
    ],
  }
  return {
    value: conv2d(x, kernel, stride, padding),
    back: (derivative) => ({
      kernel: kernelDerivative(derivative, x, geometry),
      input: () =>
        stride === 1
          ? inputDerivative(derivative, kernel, geometry)
          : conv2dTranspose(derivative, kernel, x.shape, stride, padding),
    }),
  }
}

interface Geometry {
  x: [batch: number, height: number, width: number, channels: number]
  kernel: [height: number, width: number, channels: number, filters: number]
  stride: 1 | 2
  output: [batch: number, height: number, width: number]
  /** Rows and columns of zeros before the first ones, and what the input measures with zeros on all sides. */
  top: number
  left: number
  padded: [height: number, width: number]
}

/** Every place of the kernel: row and column. */
const taps = ([height, width]: Geometry['kernel']) =>
  Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const)

/** One matrix product [places * in, positions] x [positions, out] of what every place of the kernel has seen. */
function kernelDerivative(derivative: Tensor4D, x: Tensor4D, geometry: Geometry): Tensor4D {
  const { kernel, stride, output, top, left, padded } = geometry
  const [batch, height, width, channels] = geometry.x
  const positions = output[0] * output[1] * output[2]
  const zeros: [number, number][] = [
    [0, 0],
    [top, padded[0] - height - top],
    [left, padded[1] - width - left],
    [0, 0],
  ]
  const around = pad(x, zeros)
  const seen = taps(kernel).map(([row, column]) => {
    const end = [row + (output[1] - 1) * stride + 1, column + (output[2] - 1) * stride + 1] as const
    const part = stridedSlice(around, [0, row, column, 0], [batch, ...end, channels], [1, stride, stride, 1])
    return reshape<Rank.R2>(part, [positions, channels])
  })
  const wanted = reshape<Rank.R2>(derivative, [positions, kernel[3]])
  return reshape(matMul(transpose(concat(seen, 1)), wanted), kernel)
}

/**
 * One matrix product [places * in, out] x [out, positions], of which every place's part is laid where it came from.
 * The kernel is on the left and need not be transposed, which would cost more than the product.
 */
function inputDerivative(derivative: Tensor4D, weights: Tensor4D, geometry: Geometry): Tensor4D {
  const { kernel, output, top, left, padded } = geometry
  const [, height, width, channels] = geometry.x
  const positions = output[0] * output[1] * output[2]
  const places = kernel[0] * kernel[1]
  const flat = reshape<Rank.R2>(weights, [places * channels, kernel[3]])
  const parts = matMul(flat, transpose(reshape<Rank.R2>(derivative, [positions, kernel[3]])))
  const laid = taps(kernel).map(([row, column], place) => {
    const part = transpose(slice(parts, [place * channels, 0], [channels, positions]))
    return pad(reshape<Rank.R4>(part, [...output, channels]), [
      [0, 0],
      [row, padded[0] - row - output[1]],
      [column, padded[1] - column - output[2]],
      [0, 0],
    ])
  })
  return slice(addN(laid), [0, top, left, 0], [-1, height, width, channels])
}
