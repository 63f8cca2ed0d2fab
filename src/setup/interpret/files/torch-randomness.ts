import type { FileExpression } from '../../../model/file-expression.ts'
import { canonical } from '../../frameworks/index.ts'
import type { Expression } from '../../program.ts'
import type { Evaluated, Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'
import { surely } from './generators.ts'

/** Libraries whose functions draw nothing from PyTorch's own generator. */
const apart =
  /^(numpy|PIL|os|sys|glob|pathlib|pandas|sklearn|matplotlib|seaborn|json|csv|yaml|argparse|python|random|cv2|tqdm|time|datetime|logging|collections|copy|math|re|shutil|warnings|typing|pickle|itertools|functools|string|hashlib|io|dataclasses|enum|torchvision\.(transforms|datasets|io)|albumentations)\./

/** Functions of PyTorch itself that draw nothing, and those whose draws are counted. */
const still =
  /^torch\.(manual_seed|random\.manual_seed|randperm|Generator|device|tensor|from_numpy|use_deterministic_algorithms|(cuda|backends|mps|version)\.\w+(\.\w+)*|[gs]et_\w+|utils\.data\.(random_split|Subset|Dataset|ConcatDataset|TensorDataset|SubsetRandomSampler)|utils\.data\.dataset\.\w+)$/

/** Methods that may draw, whatever they belong to. */
const drawing = /_$|^(fit|train|run|forward|step|next|__next__|init|generate|sample|apply)/

/**
 * Notes that a call may draw from PyTorch's own generator: what is drawn from it later is then not known. Functions of the
 * program are followed call by call.
 */
export function noteTorchDraw(callee: Value, given: Evaluated, written: Expression, machine: Machine): void {
  const { seeded } = machine.record.trace
  if (seeded === null || seeded.spent || (callee.kind === 'unknown' && isBuiltIn(written))) return
  if (mayDraw(callee, given)) seeded.spent = true
}

/** Python's own functions, as far as no table knows them. */
const builtIn =
  /^(print|display|len|int|float|str|bool|list|dict|set|tuple|range|enumerate|zip|sorted|sum|min|max|abs|round|open|super|isinstance|type|hasattr|getattr|setattr|any|all|format|input|vars|id)$/

const isBuiltIn = (written: Expression) => written.kind === 'name' && builtIn.test(written.name)

/** Samples that are read, one by one or all, may be changed by chance on their way. */
export function noteTorchRead(read: Value, machine: Machine): void {
  const { seeded } = machine.record.trace
  if (seeded !== null && (read.kind === 'dataset' || read.kind === 'loader' || read.kind === 'instance'))
    seeded.spent = true
}

function mayDraw(callee: Value, { positional, keyword }: Evaluated): boolean {
  // To go through a loader draws the seeds of its workers.
  if ([...positional, ...keyword.values()].some(({ value }) => value.kind === 'loader')) return true
  switch (callee.kind) {
    case 'function':
    case 'class':
    case 'partial':
    case 'instance':
      return false
    case 'symbol': {
      const path = canonical(callee.path)
      return !apart.test(path) && !still.test(path)
    }
    case 'method':
      return !quietReceivers.has(callee.receiver.kind) || drawing.test(callee.name)
    default:
      return true
  }
}

/** What has methods that draw nothing, but for those called so. */
const quietReceivers: ReadonlySet<Value['kind']> = new Set([
  ...(['constant', 'list', 'dict', 'unknown', 'method', 'generator', 'instance', 'class'] as const),
])

/**
 * The seed of what is drawn next from PyTorch's own generator: null where nobody has seeded it, `unknown` where that or what
 * has been drawn before is not known. Counts as a draw.
 */
export function drawGlobally(machine: Machine): FileExpression | null | 'unknown' {
  const { seeded } = machine.record.trace
  if (seeded === null) return null
  seeded.draws += 1
  const seed = seeded.seed === null ? undefined : machine.record.files.of(seeded.seed)
  return seed === undefined || seeded.spent || seeded.draws > 1 || !surely(machine) ? 'unknown' : seed
}

/** Runs something that the program does not do itself: it draws nothing. */
export function aside<T>(machine: Machine, run: () => T): T {
  const { seeded } = machine.record.trace
  const spent = seeded?.spent === true
  try {
    return run()
  } finally {
    if (seeded !== null) seeded.spent = spent
  }
}
