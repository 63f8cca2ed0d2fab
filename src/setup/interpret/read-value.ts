import { z } from 'zod'
import type { Read } from '../../model/span.ts'
import type { Bound, Value } from './values/value.ts'

type Json = z.infer<ReturnType<typeof z.json>>

/** Data nested deeper than this (or that holds itself) is no plain value. */
const deepest = 32

/** A plain value in JSON terms; undefined when any part is unknown or is no data. */
export function plain(value: Value, depth = 0): Json | undefined {
  if (depth > deepest) return undefined
  if (value.kind === 'constant') return value.value
  if (value.kind === 'symbol') return value.path
  if (value.kind === 'list' && value.complete) {
    const items = value.items.map((item) => plain(item, depth + 1))
    return items.every((item) => item !== undefined) ? items : undefined
  }
  if (value.kind === 'dict' && value.complete) {
    const entries = [...value.entries].map(([key, entry]) => [key, plain(entry.value, depth + 1)] as const)
    if (entries.every(([, item]) => item !== undefined)) return z.json().parse(Object.fromEntries(entries))
  }
  return undefined
}

export const numberOf = (value: Value | undefined): number | undefined =>
  value?.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined

export const stringOf = (value: Value | undefined): string | undefined =>
  value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined

export const booleanOf = (value: Value | undefined): boolean | undefined =>
  value?.kind === 'constant' && typeof value.value === 'boolean' ? value.value : undefined

/** A value as the vocabulary keeps it: known with its place, implied by a default, or unknown. */
export function readValue<T>(
  given: { value: Value; span?: unknown } | undefined,
  pick: (value: Value) => T | undefined,
  fallback?: T,
): Read<T> {
  if (given === undefined) {
    return fallback === undefined ? { from: 'unknown', value: null } : { from: 'default', value: fallback }
  }
  const picked = pick(given.value)
  const { span } = given.value
  return picked === undefined ? { from: 'unknown', value: null, span } : { from: 'code', value: picked, span }
}

/** The argument of a parameter, of the first of several spellings that was given. */
export const argument = (bound: Bound, ...names: string[]) =>
  names.map((name) => bound.values.get(name)).find((one) => one !== undefined)

/** `argument` as a value. */
export const argumentValue = (bound: Bound, ...names: string[]): Value | undefined =>
  argument(bound, ...names)?.value
