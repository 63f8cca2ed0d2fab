import path from 'node:path'
import { readRecords } from '../../containers/tfrecord-records.ts'
import { groupBy } from '../../model/group-by.ts'
import type { CurveName, HistoryGap } from '../../model/history.ts'
import { describeFault } from '../../project/problem.ts'
import type { LogRow } from '../epochs.ts'
import { assignCurves, type Candidate, readMetricName, type Side, sideOfWord } from '../names.ts'
import type { ReadLog } from '../runs.ts'
import { type Scalar, scalarsOf } from './events.ts'

/** Images, graphs and profiles make large records; scalars are a few hundred bytes. Larger records are passed over. */
const largestEvent = 1 << 20

/** A scalar series: its name says the side, from its tag or else from the folder that it was written to. */
interface Series {
  name: string
  scalars: Scalar[]
}

interface Folder {
  /** The run that the folder belongs to, POSIX, relative to the project. */
  run: string
  side: Side | undefined
}

/**
 * TensorBoard event files (POSIX paths relative to `root`) to one log per run. Sub-folders `train` and `validation`
 * are one run (Keras), as are `Loss_train` and `Loss_val` (PyTorch's `add_scalars`). Files are read as far as they
 * are intact.
 */
export async function readEventFiles(root: string, files: readonly string[]): Promise<ReadLog[]> {
  const runs = groupBy([...files].sort(), (file) => folderOf(file).run)
  const logs: ReadLog[] = []
  for (const members of runs.values()) {
    const log = await readRun(root, members)
    if (log !== null) logs.push(log)
  }
  return logs
}

/**
 * `logs/a/validation/events...` -> run `logs/a`, side validation. Writers of several curves put them in folders of
 * their own: `runs/b/Loss_train/...` (torch) and `runs/b/Loss/train/...` (tensorboardX) belong to run `runs/b`.
 */
export function folderOf(file: string): Folder {
  const { dirname, basename } = path.posix
  const folder = dirname(file)
  const side = sideOfWord(basename(folder))
  if (side !== undefined) {
    const parent = dirname(folder)
    return { run: readMetricName(basename(parent)) === null ? parent : dirname(parent), side }
  }
  const parts = /^(.+)[_-]([a-z]+)$/i.exec(basename(folder))
  const suffix = sideOfWord(parts?.[2] ?? '')
  if (suffix === undefined || readMetricName(parts?.[1] ?? '') === null)
    return { run: folder, side: undefined }
  return { run: dirname(folder), side: suffix }
}

async function readRun(root: string, files: readonly string[]): Promise<ReadLog | null> {
  const series = new Map<string, Series>()
  const gaps: HistoryGap[] = []
  for (const file of files) {
    const { side } = folderOf(file)
    for await (const item of readScalars(path.join(root, file))) {
      if (typeof item === 'string') {
        gaps.push({ line: null, reason: `${file}: ${item}` })
        continue
      }
      const named = readMetricName(item.tag)
      const name =
        side !== undefined && named !== null && named.side === null ? `${side} ${item.tag}` : item.tag
      const known = series.get(name)
      if (known === undefined) series.set(name, { name, scalars: [item] })
      else known.scalars.push(item)
    }
  }
  const first = files[0]
  if (first === undefined || (series.size === 0 && gaps.length === 0)) return null
  const { runs, names } = rowsOf([...series.values()])
  return runs.size === 0 && gaps.length === 0
    ? null
    : { file: first, format: 'tensorboard', names, runs, gaps }
}

/** The scalars of a file, and at its end, if it is not sound, the reason in words. */
async function* readScalars(file: string): AsyncGenerator<Scalar | string> {
  try {
    for await (const record of readRecords(file, largestEvent)) {
      if ('reason' in record) yield record.reason
      else if (record.data !== null) yield* scalarsOf(record.data)
    }
  } catch (fault) {
    yield describeFault(fault)
  }
}

/** Series to rows by step; a tag whose steps fall back begins another run (a second `fit` into the same folder). */
function rowsOf(series: readonly Series[]): { runs: Map<string, LogRow[]>; names: ReadLog['names'] } {
  const candidates = series.flatMap(({ name, scalars }): Candidate[] => {
    const metric = readMetricName(name)
    return metric === null ? [] : [{ ...metric, values: scalars.length }]
  })
  const curves = assignCurves(candidates)
  const epochs = new Map(
    series.find(({ name }) => name === 'epoch')?.scalars.map(({ step, value }) => [step, value]),
  )
  const parts: LogRow[][] = []
  for (const [curve, name] of curves) {
    const scalars = series.find((one) => one.name === name)?.scalars ?? []
    for (const [index, part] of splitFalls(scalars).entries()) {
      const rows = part.map((scalar) => rowOf(curve, scalar, epochs))
      parts[index] = [...(parts[index] ?? []), ...rows]
    }
  }
  const sorted = parts.map((rows) => rows.sort((a, b) => (a.step ?? 0) - (b.step ?? 0)))
  const names = sorted.length > 1 ? sorted.map((_, index) => `run ${index + 1}`) : ['']
  return {
    runs: new Map(sorted.map((rows, index) => [names[index] ?? '', rows])),
    names: Object.fromEntries(curves),
  }
}

function splitFalls(scalars: readonly Scalar[]): Scalar[][] {
  const parts: Scalar[][] = []
  for (const [index, scalar] of scalars.entries()) {
    const current = parts.at(-1)
    if (current === undefined || scalar.step < (scalars[index - 1]?.step ?? 0)) parts.push([scalar])
    else current.push(scalar)
  }
  return parts
}

/** Lightning logs the epoch as a scalar of its own at every step that it logs. */
function rowOf(curve: CurveName, { step, value }: Scalar, epochs: ReadonlyMap<number, number>): LogRow {
  return { epoch: epochs.get(step) ?? null, step, span: null, values: new Map([[curve, value]]) }
}
