import type { Read } from '../model/span.ts'

/** A value as read; null where it is not known. */
export const known = <T>(value: Read<T> | undefined): T | null =>
  value?.from === 'unknown' ? null : (value?.value ?? null)

/** A number as read; null where it is not known, or not above 0. */
export const positive = (value: Read<number> | undefined): number | null => {
  const number = known(value)
  return number !== null && Number.isFinite(number) && number > 0 ? number : null
}
