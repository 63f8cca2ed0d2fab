import { derivesFrom } from '../../attributes.ts'
import type { Evaluated, Machine } from '../../machine.ts'
import type { ClassValue, DictValue, FunctionValue } from '../../values/program.ts'
import { unknown } from '../../values/value.ts'

/**
 * `self.hparams` of a Lightning module, as `save_hyperparameters()` fills it: what `__init__` was given, by name, else
 * the defaults (https://lightning.ai/docs/pytorch/stable/common/hyperparameters.html). Null for any other class.
 */
export function hyperparameters(
  of: ClassValue,
  initialise: FunctionValue,
  given: Evaluated,
  machine: Machine,
): DictValue | null {
  if (!derivesFrom(of, /^lightning\./)) return null
  const { span } = of
  const entries: DictValue['entries'] = new Map()
  for (const [at, { name, default: usual, rest }] of initialise.node.parameters.slice(1).entries()) {
    if (rest !== null) continue
    const own = given.keyword.get(name)?.value ?? given.positional[at]?.value
    const otherwise =
      usual === null || !given.complete ? unknown(span) : machine.evaluate(usual, initialise.scope)
    const value = own ?? otherwise
    entries.set(name, { value, span: value.span })
  }
  return { kind: 'dict', entries, complete: false, span }
}
