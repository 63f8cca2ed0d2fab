import type { JsonValue, Row } from './table.ts'

/** What a callback does to a run, as the vocabulary of `table.ts` names it. */
type CallbackKind = Extract<Row['meaning'], { kind: 'callback' }>['callback']

/**
 * Makes rows of a framework's callbacks, given where they are imported from and documented: each of its name, its kind, its
 * parameters in order and the values of those that are left out.
 */
export const callbackRows =
  (module: string, docs: (name: string) => string) =>
  (
    name: string,
    kind: CallbackKind,
    parameters: readonly string[] = [],
    defaults: Readonly<Record<string, JsonValue>> = {},
  ): Row => ({
    names: [`${module}.${name}`],
    parameters,
    meaning: { kind: 'callback', callback: kind, defaults },
    docs: docs(name),
  })
