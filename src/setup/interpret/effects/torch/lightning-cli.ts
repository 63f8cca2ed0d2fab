import { bind, givenValues } from '../../arguments.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import { argumentValue, booleanOf } from '../../read-value.ts'
import type { DictValue } from '../../values/program.ts'
import type { Bound, Value } from '../../values/value.ts'
import { runTrainer } from './lightning.ts'

/**
 * `LightningCLI(Model, DataModule, trainer_defaults={...})`: makes the three from the command line and runs `fit`, unless
 * it is told `run=False` (https://lightning.ai/docs/pytorch/stable/cli/lightning_cli_intermediate.html). Its fields.
 */
export function runCli(call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const bound = bind(call.row, call.arguments)
  const made = (name: string): Value | undefined => {
    const value = argumentValue(bound, name)
    return value?.kind === 'class' ? machine.callValue(value, givenValues([]), span) : value
  }
  const [model, datamodule] = [made('model_class'), made('datamodule_class')]
  const trainer: Value = { kind: 'trainer', arguments: trainerArguments(bound), span }
  const parts = Object.entries({ model, datamodule, trainer }).filter(
    (one): one is [string, Value] => one[1] !== undefined,
  )
  if (booleanOf(argumentValue(bound, 'run')) !== false) {
    const row = machine.rows.get('Trainer.fit')
    const given = {
      ...givenValues([]),
      keyword: new Map(parts.map(([name, value]) => [name, { value, node: null, span }])),
    }
    if (row !== undefined) runTrainer({ ...call, row, receiver: trainer, arguments: given }, 'fit', machine)
  }
  const entries: DictValue['entries'] = new Map(parts.map(([name, value]) => [name, { value, span }]))
  return { kind: 'dict', entries, complete: false, span }
}

/** What the trainer is given unless the prompt says otherwise. */
function trainerArguments(bound: Bound): Bound {
  const defaults = argumentValue(bound, 'trainer_defaults')
  return {
    values: defaults?.kind === 'dict' ? new Map(defaults.entries) : new Map(),
    complete: false,
    rest: [],
  }
}
