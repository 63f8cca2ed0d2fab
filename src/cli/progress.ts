import type { Ora } from 'ora'
import type { Progress, Stage } from '../model/progress.ts'
import { printable } from '../report/printable.ts'
import { counted, durationWords } from '../report/words.ts'

export interface ProgressOptions {
  /** Say nothing at all. */
  quiet: boolean
  /** Draw a moving line; default: on a terminal that can and outside CI. */
  interactive?: boolean
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number
}

/** Progress on a stream. `stop` wipes the moving line; to be called at the end whatever happened. */
export interface TerminalProgress extends Progress {
  stop(): void
}

/** stderr, or what stands for it. */
type TerminalStream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }

interface RunningStage {
  title: string
  unit: string
  total: number
  done: number
  started: number
  /** What stands behind the title. */
  place: string
}

/**
 * Shows the stage that began last as one moving line (`Reading images  312 of 1,204 images, 40 s left`) and wipes it
 * when no stage runs. Where the stream is no terminal, only notes are written, and what draws lines is not loaded.
 */
export async function createProgress(
  stream: TerminalStream,
  { quiet, interactive = canDraw(stream), now = () => performance.now() }: ProgressOptions,
): Promise<TerminalProgress> {
  const running: RunningStage[] = []
  const line = quiet || !interactive ? null : await createLine(stream, () => describe(running.at(-1), now()))
  const end = (stage: RunningStage) => {
    const index = running.indexOf(stage)
    if (index >= 0) running.splice(index, 1)
    if (running.length === 0) line?.stop()
    else line?.render()
  }
  return {
    start(title, total, unit): Stage {
      const stage: RunningStage = { title, unit, total, done: 0, started: now(), place: '' }
      running.push(stage)
      line?.start()
      return {
        advance(done = 1, place = '') {
          stage.done += done
          stage.place = place
          line?.render()
        },
        finish: () => end(stage),
      }
    },
    note(text) {
      // While ora runs it has hooked the stream: it moves its line out of the way of ours.
      if (!quiet) stream.write(`${printable(text)}\n`)
    },
    stop() {
      running.length = 0
      line?.stop()
    },
  }
}

/**
 * As ora itself decides it: a terminal that can move its cursor, and nobody's log. A terminal of 0 columns (some
 * pseudo-terminals without a window) makes ora wipe infinitely many lines.
 */
function canDraw({ isTTY, columns = 80 }: TerminalStream): boolean {
  return isTTY === true && columns > 0 && process.env.TERM !== 'dumb' && !('CI' in process.env)
}

/** The moving line. `render` is cheap to call often, and keeps it moving while the main thread is busy. */
async function createLine(stream: NodeJS.WritableStream, text: () => string) {
  const { default: ora } = await import('ora')
  const spinner: Ora = ora({
    stream,
    isEnabled: true,
    // Our own handler of Ctrl-C must keep getting it.
    discardStdin: false,
    prefixText: '',
    suffixText: text,
  })
  let drawn = 0
  return {
    start: () => void (spinner.isSpinning || spinner.start()),
    stop: () => void (spinner.isSpinning && spinner.stop()),
    render() {
      const time = performance.now()
      if (time - drawn < spinner.interval || !spinner.isSpinning) return
      drawn = time
      spinner.render()
    },
  }
}

/** Time left is told once a second of work gives a rate to reckon with. */
function describe(stage: RunningStage | undefined, now: number): string {
  if (stage === undefined) return ''
  const { unit, total, started } = stage
  const sentence = stage.title.charAt(0).toUpperCase() + stage.title.slice(1)
  const title = printable(stage.place === '' ? sentence : `${sentence}: ${stage.place}`)
  const done = Math.min(stage.done, total > 0 ? total : stage.done)
  const elapsed = now - started
  if (total === 0) return `${title}${done > 0 ? `  ${countOf(done, unit)}` : ''}`
  const left = done > 0 && elapsed >= 1000 ? (elapsed / done) * (total - done) : null
  const time = left === null || left < 500 ? '' : `, ${durationWords(Math.max(1000, left))} left`
  return `${title}  ${done.toLocaleString('en-US')} of ${countOf(total, unit)}${time}`
}

/** Units come as plurals. */
const countOf = (count: number, unit: string): string => counted(count, unit.replace(/s$/, ''), unit)
