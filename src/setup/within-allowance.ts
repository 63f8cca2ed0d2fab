import type { TrainingSetup } from '../model/setup.ts'
import { Allowance } from './allowance.ts'
import type { Described, Reader } from './reader.ts'

/**
 * The setups of a project's entries, in order, as one reader of them all would describe them. Readers of a share spend as
 * if it were the whole project: an entry that took more steps than those before it leave is described again, with these.
 */
export async function withinAllowance(
  entries: readonly string[],
  described: readonly Described[],
  again: Pick<Reader, 'describeOne'>,
): Promise<TrainingSetup[]> {
  const allowance = new Allowance()
  const setups: TrainingSetup[] = []
  for (const [index, entry] of entries.entries()) {
    const steps = allowance.next()
    const known = described[index]
    const fits = known !== undefined && known.spent <= steps
    const { setup, spent } = fits ? known : await again.describeOne(entry, steps)
    allowance.spend(spent)
    if (setup !== null) setups.push(setup)
  }
  return setups
}
