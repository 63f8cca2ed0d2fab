import type { FactName, Facts, FactValues, FactView } from '../model/facts.ts'

/** A rule asked for a fact that could not be gathered: it is reported as not examined. */
export class MissingFact extends Error {}

/**
 * A view on the facts that yields values and throws `MissingFact` with the gatherer's reason where there is none;
 * for the `wanted` ones it yields undefined instead.
 */
export function unwrap(facts: Facts, wanted: readonly FactName[] = []): FactView {
  const need = <Name extends FactName>(name: Name): FactValues[Name] | undefined => {
    const fact: Facts[Name] = facts[name]
    if (!fact?.ok && wanted.includes(name)) return undefined
    if (fact === undefined) throw new MissingFact(`${name} were not gathered`)
    if (!fact.ok) throw new MissingFact(fact.reason)
    return fact.value
  }
  return {
    get project() {
      return need('project')
    },
    get dataset() {
      return need('dataset')
    },
    get images() {
      return need('images')
    },
    get setups() {
      return need('setups')
    },
    get history() {
      return need('history')
    },
    get predictions() {
      return need('predictions')
    },
  }
}
