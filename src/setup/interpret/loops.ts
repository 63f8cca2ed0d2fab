import type { Statement, Target } from '../program.ts'
import type { Frame, Machine } from './machine.ts'
import { type Scope, unknown } from './values.ts'

/**
 * Runs a loop body once, for all rounds: constants that it assigns (counters, flags) are unknown in it and behind
 * it, and lists that it fills have an unknown number of items.
 */
export function executeLoop(
  body: readonly Statement[],
  scope: Scope,
  frame: Frame,
  machine: Machine,
  bind: () => void,
): void {
  for (const name of assignedIn(body)) {
    const value = scope.read(name)
    if (value?.kind === 'constant' && value.value !== null)
      scope.write(name, { ...unknown(value.span), varies: true })
  }
  bind()
  machine.looping += 1
  try {
    machine.execute(body, scope, frame)
  } finally {
    machine.looping -= 1
  }
}

/** Names that statements assign, those in nested blocks included. */
function assignedIn(body: readonly Statement[]): Set<string> {
  return new Set(body.flatMap(namesOf))
}

function namesOf(node: Statement): string[] {
  switch (node.kind) {
    case 'assign':
      return node.targets.flatMap(namesIn)
    case 'update':
      return namesIn(node.target)
    case 'if':
      return [...node.then, ...node.otherwise].flatMap(namesOf)
    case 'for':
      return [...namesIn(node.target), ...node.body.flatMap(namesOf)]
    case 'while':
    case 'with':
      return node.body.flatMap(namesOf)
    case 'try':
      return [...node.body, ...node.handlers.flat(), ...node.finally].flatMap(namesOf)
    default:
      return []
  }
}

function namesIn(target: Target): string[] {
  if (target.kind === 'name') return [target.name]
  if (target.kind === 'tuple') return target.items.flatMap(namesIn)
  if (target.kind === 'record') return target.entries.flatMap((entry) => namesIn(entry.target))
  return target.kind === 'star' ? namesIn(target.target) : []
}
