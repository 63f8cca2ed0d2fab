import type { Read } from '../../model/span.ts'
import type { Bounds } from './distortion.ts'

/** The arguments of a transform as read from the code. */
export type Parameters = Readonly<Record<string, Read<unknown>>>

/** A transform's arguments are not known well enough to repeat it; the message names the argument. */
export class UnknownParameter extends Error {
  override name = 'UnknownParameter'
}

/** The value of the first of the names that is given; undefined when none is. Throws {@link UnknownParameter}. */
function value(parameters: Parameters, names: readonly string[]): unknown {
  for (const name of names) {
    const found = parameters[name]
    if (found === undefined) continue
    if (found.from === 'unknown') throw new UnknownParameter(name)
    return found.value
  }
  return undefined
}

/** A number, `otherwise` when not given. */
export function number(parameters: Parameters, name: string, otherwise: number): number {
  const found = value(parameters, [name]) ?? otherwise
  if (typeof found === 'number' && Number.isFinite(found)) return found
  throw new UnknownParameter(name)
}

/** A text, `otherwise` when not given. */
export function text(parameters: Parameters, name: string, otherwise: string): string {
  const found = value(parameters, [name]) ?? otherwise
  if (typeof found === 'string') return found
  throw new UnknownParameter(name)
}

/** Two numbers as given, or what `single` makes of one; null when not given (or given as None). */
export function bounds(parameters: Parameters, name: string, single: (one: number) => Bounds): Bounds | null {
  const found = value(parameters, [name]) ?? null
  if (found === null) return null
  if (typeof found === 'number' && Number.isFinite(found)) return single(found)
  if (Array.isArray(found) && found.length === 2) {
    const [low, high]: unknown[] = found
    if (typeof low === 'number' && typeof high === 'number') return [low, high]
  }
  throw new UnknownParameter(name)
}

export const symmetric = (limit: number): Bounds => [-limit, limit]
export const aroundOne = (limit: number): Bounds => [Math.max(1 - limit, 0), 1 + limit]
export const none: Bounds = [0, 0]
export const unchanged: Bounds = [1, 1]
export const scaled = ([low, high]: Bounds, by: number): Bounds => [low * by, high * by]
export const added = ([low, high]: Bounds, to: number): Bounds => [low + to, high + to]
