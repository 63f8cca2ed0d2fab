import type { Read } from '../../../model/span.ts'
import { argumentValue, plain, readValue } from '../read-value.ts'
import type { Bound, Value } from '../values/value.ts'

/**
 * The classes that a Keras loader is told to read, in that order; null for all folders by name. Unknown where other
 * arguments change which files it lists (https://keras.io/api/data_loading/image/).
 */
export function classesRead(bound: Bound, parameter: 'classes' | 'class_names'): Read<string[] | null> {
  const given = bound.values.get(parameter)
  const followed = argumentValue(bound, 'follow_links')
  const usual =
    isAbsent(argumentValue(bound, 'labels'), 'inferred') &&
    (parameter === 'classes' || !isNone(argumentValue(bound, 'label_mode'))) &&
    isAbsent(followed, false)
  if (!usual || !bound.complete) return { from: 'unknown', value: null }
  return readValue(given, namesOf, null)
}

const isAbsent = (value: Value | undefined, usual: string | boolean) =>
  value === undefined || (value.kind === 'constant' && value.value === usual)

/** Also a value that is not known may be None. */
const isNone = (value: Value | undefined) =>
  value !== undefined && (value.kind !== 'constant' || value.value === null)

function namesOf(value: Value): string[] | null | undefined {
  const names = plain(value)
  if (names === null) return null
  if (!Array.isArray(names)) return undefined
  const texts = names.filter((name) => typeof name === 'string')
  return texts.length === names.length ? texts : undefined
}
