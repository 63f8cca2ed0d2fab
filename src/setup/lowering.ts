import type { Statement } from './program.ts'

/**
 * Lowers one statement's worth of code; what it assigns on the way (an assignment inside an expression) comes out in
 * front of it.
 */
export function withPrelude(low: { prelude: Statement[] }, lower: () => Statement[]): Statement[] {
  const enclosing = low.prelude
  low.prelude = []
  try {
    const own = lower()
    return [...low.prelude, ...own]
  } finally {
    low.prelude = enclosing
  }
}

/** Runs `lower` unless `deepest` such calls are under way already, so that no input exhausts the stack. */
export function depthBound(deepest: number): <T>(tooDeep: () => T, lower: () => T) => T {
  let depth = 0
  return (tooDeep, lower) => {
    if (depth >= deepest) return tooDeep()
    depth += 1
    try {
      return lower()
    } finally {
      depth -= 1
    }
  }
}
