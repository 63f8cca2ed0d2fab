import type { Pipeline, Step } from '../../model/pipeline.ts'
import { wantedBy } from '../frameworks/keras-applications.ts'

type Order = Pipeline['channels']

/** The order of the colour channels after the steps: images are read red first, but by OpenCV. */
export const channelsAfter = (steps: readonly Step[]): Order => steps.reduce<Order>(after, 'rgb')

function after(order: Order, step: Step): Order {
  switch (step.kind) {
    case 'decode':
      return 'rgb'
    case 'opaque':
      return 'unknown'
    case 'channels':
      if (step.to === 'swapped') return swapped(order)
      return step.to === 'bgr' ? 'bgr' : 'unknown'
    // The functions of ResNet and VGG swap red and blue, as their weights want it.
    case 'preprocess':
      return wantedBy.get(step.of)?.channels === 'bgr' ? swapped(order) : order
    default:
      return order
  }
}

const swapped = (order: Order): Order => (order === 'unknown' ? order : order === 'rgb' ? 'bgr' : 'rgb')
