import { z } from 'zod'
import type { Finding } from '../../model/finding.ts'
import type { ModelFacts } from '../../model/network.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import { headLayersOf } from '../../train/head-layers.ts'
import type { Recipe } from '../../train/recipe.ts'
import { NotRun } from '../session.ts'

const Evidence = z.object({ wanted: z.number().nonnegative() })

/** What a recipe was read from. */
export interface Program {
  setup: TrainingSetup
  model: ModelFacts
}

/**
 * The person's recipe with the hidden layers of the model, without and with weight decay.
 * @throws NotRun where the head's layers are not known, or are none that are tried
 */
export function withDecay(
  recipe: Recipe,
  { evidence }: Finding,
  { setup, model }: Program,
): { given: Recipe; fixed: Recipe; change: string } {
  const layers = headLayersOf(model)
  if (layers === null)
    throw new NotRun('the head has layers that are not tried, or that could not be followed')
  const given = { ...recipe, ...layers, origin: setup.file }
  const units = given.hidden.map((layer) => layer.units)
  if (units.length === 0) throw new NotRun('the head has no hidden layer')
  const { wanted } = Evidence.parse(evidence)
  const flat = model.head.some(({ kind }) => kind === 'flatten')
  return {
    given,
    fixed: { ...given, hidden: given.hidden.map((layer) => ({ ...layer, l2: wanted })) },
    change: `weight decay of ${wanted} on its hidden layer${units.length > 1 ? 's' : ''} of ${units.join(' and ')} units${flat ? ' (on pooled features here)' : ''}`,
  }
}
