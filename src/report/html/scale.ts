/** Maps values to x coordinates, with round numbers to mark on the axis. */
export interface Scale {
  ticks: number[]
  at(value: number): number
}

/**
 * A linear axis from `left` to `right` that holds all values with a little room at both ends. Values that are all the
 * same get an axis around them.
 */
export function scaleOf(values: readonly number[], left: number, right: number): Scale {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const room = most > least ? (most - least) * 0.08 : Math.max(Math.abs(most) * 0.05, 0.01)
  const [from, to] = [least - room, most + room]
  return {
    ticks: ticksBetween(from, to),
    at: (value) => round(left + ((value - from) / (to - from)) * (right - left)),
  }
}

/** Round numbers (1, 2, 2.5 or 5 times a power of ten apart) between two ends, three to seven of them. */
export function ticksBetween(from: number, to: number): number[] {
  const most = (to - from) / 3
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [5, 2.5, 2, 1].map((factor) => factor * power).find((size) => size <= most) ?? power
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

const round = (coordinate: number): number => Math.round(coordinate * 10) / 10
