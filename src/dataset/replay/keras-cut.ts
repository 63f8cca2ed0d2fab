import { RandomState } from './random-state.ts'

/** The samples of each side, in Keras' order. */
export interface Cut<T> {
  train: T[]
  validation: T[]
}

/**
 * `image_dataset_from_directory(validation_split=fraction)`: the files of all classes, one class after the other, are
 * shuffled by `RandomState(seed)` and the tail becomes validation (keras/src/utils/dataset_utils.py: index_directory,
 * get_training_or_validation_split).
 * @param seed null for `shuffle=False`
 */
export function cutTail<T>(files: readonly T[], fraction: number, seed: number | null): Cut<T> {
  const order = seed === null ? [...files] : new RandomState(seed).shuffle([...files])
  const held = Math.trunc(fraction * files.length)
  return { train: order.slice(0, order.length - held), validation: order.slice(order.length - held) }
}

/**
 * `ImageDataGenerator(validation_split=fraction)`: the head of a list becomes validation; of each class's files in
 * `flow_from_directory`, of all rows whose file is there in `flow_from_dataframe` (keras/src/legacy/preprocessing/image.py).
 */
export function cutHead<T>(files: readonly T[], fraction: number): Cut<T> {
  const held = Math.trunc(fraction * files.length)
  return { train: files.slice(held), validation: files.slice(0, held) }
}
