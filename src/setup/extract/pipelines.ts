import type { Pipeline, Step } from '../../model/pipeline.ts'
import { cutIn } from '../interpret/files/cuts.ts'
import type { FitRecord, Recorder, UseRecord } from '../interpret/recorder.ts'
import { sampleKey } from '../interpret/traces.ts'
import type { StreamValue } from '../interpret/values/data.ts'
import { channelsAfter } from './channels.ts'
import { isFolderAfterFolder } from './class-order.ts'

type Role = Pipeline['role']

interface Use {
  stream: StreamValue
  role: Role
  from: Pipeline['roleFrom']
}

export interface Pipelines {
  pipelines: Pipeline[]
  /** The pipeline of a stream in a role. */
  idOf(stream: StreamValue, role: Role): string | null
  /** The first pipeline of these samples (`sampleKey`), whatever its role. */
  idOfKey(key: string): string | null
}

/**
 * The pipelines of a program: every dataset in every role that it is used in, then those that are made and named
 * but used elsewhere, whose role follows from their split, folder or name.
 */
export function pipelinesOf(
  record: Recorder,
  fits: readonly FitRecord[],
  evaluated: readonly UseRecord[],
): Pipelines {
  const uses = dedupe([...fits.flatMap(usesOfFit), ...evaluations(fits, evaluated, record)])
  const inUse = new Set(uses.map((use) => use.stream))
  for (const stream of record.streams) {
    const name = record.names.get(stream)
    if (name === undefined || inUse.has(stream) || record.consumed.has(stream)) continue
    uses.push({ stream, ...guessedRole(stream, name) })
  }
  const shared = callsOfSeveralRoles(uses)
  const pipelines = uses.map((use, index) => describe(use, `pipeline-${index + 1}`, record, shared))
  return {
    pipelines,
    idOf: (stream, role) => {
      const index = uses.findIndex((use) => use.stream === stream && use.role === role)
      return index === -1 ? null : `pipeline-${index + 1}`
    },
    idOfKey: (key) => {
      const index = uses.findIndex(({ stream }) => sampleKey(stream) === key || stream.counts?.includes(key))
      return index === -1 ? null : `pipeline-${index + 1}`
    },
  }
}

function usesOfFit(fit: FitRecord): Use[] {
  const uses: Use[] = []
  const from = fit.loop === true ? 'loop' : 'fit'
  if (fit.train !== null) uses.push({ stream: fit.train, role: 'train', from })
  if (fit.validation !== null) uses.push({ stream: fit.validation, role: 'validation', from })
  return uses
}

/** What is evaluated is a test set, unless it is known from `fit`. */
function evaluations(fits: readonly FitRecord[], evaluated: readonly UseRecord[], record: Recorder): Use[] {
  const known = fits.flatMap((fit) => [fit.train, fit.validation]).filter((one) => one !== null)
  return evaluated
    .filter((use) => !known.some((one) => isSame(one, use.stream, record)))
    .map(({ stream, how }) => ({ stream, role: evaluatedRole(stream, how, record), from: how }))
}

/** A loop without training may as well go over the training or validation set. */
function evaluatedRole(stream: StreamValue, how: UseRecord['how'], record: Recorder): Role {
  const guessed = guessedRole(stream, record.names.get(stream) ?? '').role
  return how === 'loop' && guessed !== 'unknown' ? guessed : 'test'
}

/** One dataset, or the same arrays by the variable that holds them. */
const isSame = (a: StreamValue, b: StreamValue, { names }: Recorder): boolean =>
  a === b || (sampleKey(a) === sampleKey(b) && names.has(a) && names.get(a) === names.get(b))

function dedupe(uses: readonly Use[]): Use[] {
  return uses.filter(
    (use, index) => uses.findIndex((one) => one.stream === use.stream && one.role === use.role) === index,
  )
}

function guessedRole(stream: StreamValue, name: string): Pick<Use, 'role' | 'from'> {
  const side = stream.split?.side
  if (side !== undefined && side !== 'unknown') return { role: side, from: 'split' }
  const folder = stream.origin.kind === 'directory' ? stream.origin.path.value : null
  const byFolder = folder === null ? 'unknown' : roleByName(folder.slice(folder.lastIndexOf('/') + 1))
  if (byFolder !== 'unknown') return { role: byFolder, from: 'directory' }
  const byName = roleByName(name)
  return { role: byName, from: byName === 'unknown' ? 'none' : 'name' }
}

/** `train_ds`, `valGen`, `x_test`: the side that a name speaks of. */
export function roleByName(name: string): Role {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
  const says = (...roles: string[]) => words.some((word) => roles.includes(word))
  // `eval_train_loader`: the training images, to measure how well they are known.
  if (says('eval') && says('train', 'training')) return 'unknown'
  if (says('val', 'valid', 'validation', 'dev', 'eval', 'validate')) return 'validation'
  if (says('test', 'testing', 'tst', 'holdout')) return 'test'
  return says('train', 'training', 'tr', 'trn') ? 'train' : 'unknown'
}

/** Calls that made steps for pipelines of more than one role: an edit there would change all of them. */
function callsOfSeveralRoles(uses: readonly Use[]): ReadonlySet<string> {
  const roles = new Map<string, Set<Role>>()
  for (const { stream, role } of uses) {
    for (const { call } of stream.steps) {
      const at = placeOf(call)
      roles.set(at, (roles.get(at) ?? new Set()).add(role))
    }
  }
  return new Set([...roles].filter(([, set]) => set.size > 1).map(([at]) => at))
}

const placeOf = (span: StreamValue['span']) =>
  `${span.path}:${span.cell ?? ''}:${span.line}:${span.column}:${span.endLine}:${span.endColumn}`

function describe(use: Use, id: string, record: Recorder, shared: ReadonlySet<string>): Pipeline {
  const { stream } = use
  const steps = stream.steps.map(
    ({ step, call }): Step => (shared.has(placeOf(call)) ? { ...step, removal: null } : step),
  )
  const measured = record.uses.find((one) => isSame(one.stream, stream, record))
  return {
    id,
    name: record.names.get(stream) ?? null,
    role: use.role,
    roleFrom: use.from,
    span: stream.span,
    origin: stream.origin,
    split: splitOf(stream, use.role, record),
    ...(stream.samples === undefined ? {} : { samples: stream.samples }),
    steps,
    channels: channelsAfter(steps),
    ...sortedIn(stream, record),
    ...(stream.labels === undefined ? {} : { labels: stream.labels }),
    ...(stream.generator === undefined ? {} : { generator: stream.generator }),
    ...(measured === undefined ? {} : { evaluated: measured.span }),
    ...(record.uses.some((one) => one.repeated && isSame(one.stream, stream, record))
      ? { repeated: true }
      : {}),
    parent: stream.source,
  }
}

/** Where it is said that samples come class after class, unless lists are shuffled anywhere. */
function sortedIn(
  { sorted, samples, span, origin }: StreamValue,
  record: Recorder,
): Pick<Pipeline, 'sorted'> {
  if (record.shufflesLists) return {}
  if (sorted !== undefined) return { sorted }
  const listed = origin.kind !== 'directory' && samples !== undefined && isFolderAfterFolder(samples)
  return listed ? { sorted: span } : {}
}

/** The split of a stream, or the one that its list of samples was made by. */
function splitOf({ split, samples, steps }: StreamValue, role: Role, record: Recorder): Pipeline['split'] {
  const cut = split === null && samples !== undefined ? cutIn(samples, record.files.splits) : undefined
  if (cut === undefined) return split
  return {
    ...cut,
    side: cut.side === 'unknown' ? role : cut.side,
    position: Math.min(cut.position, steps.length),
  }
}
