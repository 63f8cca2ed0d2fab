import type { FileExpression } from '../../model/file-expression.ts'
import type { SplitName } from '../../model/fix.ts'
import type { Pipeline } from '../../model/pipeline.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import { evaluate } from './evaluate/evaluate.ts'
import { iterated } from './evaluate/iteration.ts'
import { type FileValue, isFrame, isList, isPath, Undecided } from './evaluate/values.ts'
import { type World, worldOf } from './evaluate/world.ts'

type Side = Exclude<SplitName, 'all'>

/** A file that the code reads, with the side that it is used on and the label that stands beside it, if any. */
export interface Listed {
  /** POSIX, in the project. */
  path: string
  split: Side
  label: string | null
}

export type ListedInCode =
  | { ok: true; file: string; files: Listed[]; written: string }
  | { ok: false; file: string; reason: string }

/**
 * The files that the code's own lists put on each side; null when no program makes such lists. Several programs must
 * put each file on one and the same side.
 * @param root absolute path of the project
 */
export function listedInCode(root: string, setups: readonly TrainingSetup[]): ListedInCode | null {
  const found = new Map<string, Listed>()
  const made = setups.map((setup) => ({ file: setup.file, used: setup.pipelines.filter(isListed) }))
  const making = made.filter(({ used }) => used.some(isSeen))
  for (const { file, used } of making) {
    const world = worldOf(root, file)
    for (const pipeline of used) {
      const reason = addTo(found, filesOf(pipeline, world))
      if (reason !== null) return { ok: false, file, reason }
    }
  }
  if (found.size === 0) return null
  const written = making.map(({ used }) => describe(used)).filter((one) => one !== '')
  return {
    ok: true,
    file: making.map(({ file }) => file).join(' and '),
    files: [...found.values()],
    written: [...new Set(written)].join(' and '),
  }
}

/** Lists that come from elsewhere tell nothing of files; labels may. */
const isSeen = ({ samples }: Pipeline) => samples !== undefined && !isUnseen(samples)

function isUnseen(node: FileExpression): boolean {
  switch (node.kind) {
    case 'list':
      return node.items.some(isUnseen)
    case 'each':
      return isUnseen(node.over) || isUnseen(node.gives)
    case 'if':
      return [node.test, node.yes, node.no].some(isUnseen)
    case 'call':
      return (
        node.of === 'unseen-list' ||
        Object.entries(node.arguments).some(([name, part]) => !besides.has(name) && isUnseen(part))
      )
    default:
      return false
  }
}

/** What stands beside the files; a split that needs it says so itself where it is not known. */
const besides: ReadonlySet<string> = new Set(['labels', 'groups', 'stratify'])

const isListed = ({ samples, role }: Pipeline) => samples !== undefined && role !== 'unknown'

/** Adds the files of a pipeline; a reason where they are not known, or one is on two sides. */
function addTo(found: Map<string, Listed>, files: string | readonly Listed[]): string | null {
  if (typeof files === 'string') return files
  for (const one of files) {
    const known = found.get(one.path)
    // A file that is used for validation and for testing is no file of training.
    if (known !== undefined && known.split !== one.split && known.split !== 'train' && one.split !== 'train')
      continue
    if (known !== undefined && known.split !== one.split)
      return `${one.path} is on the ${known.split} and on the ${one.split} side`
    found.set(one.path, known?.label == null ? one : known)
  }
  return null
}

/** The files of a pipeline, or why they are not known. */
function filesOf({ samples, role }: Pipeline, world: World): Listed[] | string {
  if (samples === undefined || role === 'unknown') return 'what it reads is not followed'
  try {
    const value = evaluate(samples, world)
    const items = isFrame(value) ? value.rows : iterated(value).items
    return items.map((item) => {
      const path = fileIn(item, world)
      if (path === null) throw new Undecided('the files that it lists are not here')
      return { path, split: role, label: labelIn(item) }
    })
  } catch (fault) {
    if (fault instanceof Undecided) return fault.message
    throw fault
  }
}

/** The file of a sample: a path, or the first of a pair or row that is the path of a file. */
function fileIn(item: FileValue, world: World): string | null {
  if (typeof item === 'string' || isPath(item)) {
    const written = typeof item === 'string' ? item : item.path
    const place = written === '' ? null : world.place(written)
    return place === null || world.entries(written) !== null ? null : place
  }
  for (const part of partsOf(item)) {
    const found = fileIn(part, world)
    if (found !== null) return found
  }
  return null
}

const partsOf = (item: FileValue): readonly FileValue[] => {
  if (isList(item)) return item.items
  return typeof item === 'object' && item?.kind === 'row' ? [...item.cells.values()] : []
}

/** The label of a pair of file and label. */
function labelIn(item: FileValue): string | null {
  if (!isList(item) || item.items.length !== 2) return null
  const [, label] = item.items
  return typeof label === 'string' || typeof label === 'number' ? String(label) : null
}

/** How the lists were cut, for people: `train_test_split`, of several folds the first. */
function describe(pipelines: readonly Pipeline[]): string {
  const names = pipelines.flatMap(({ split, samples }) =>
    split === null || samples === undefined ? [] : [`${nameOf(split.span.snippet, split)}${foldOf(samples)}`],
  )
  return [...new Set(names)].join(', ')
}

function nameOf(snippet: string, { span, kind, seed }: NonNullable<Pipeline['split']>): string {
  const called = snippet.slice(span.column - 1).match(/([A-Za-z_][\w.]*)\(/)?.[1]
  const name = called?.slice(called.lastIndexOf('.') + 1) ?? kind
  return seed.value === null ? name : `${name} with seed ${seed.value}`
}

const foldOf = (samples: FileExpression): string =>
  JSON.stringify(samples).includes('"of":"folds"') ? ', the first fold' : ''
