import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { planted } from './planted.ts'
import { program } from './programs.ts'
import { type Photo, Sandbox } from './sandbox.ts'
import { tryCase } from './try-case.ts'

/**
 * The same arms by the doctor and the plain way: leaked copies, their fix and a placebo, on the same photos at the same
 * size. The doctor tries them with an empty cache of features; Keras trains the network for a few epochs, which are
 * scaled to those of all arms. `npx tsx bench/probe/side-by-side.ts --python PYTHON [--size 224] [--measured 2]`
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    size: { type: 'string', default: '224' },
    measured: { type: 'string', default: '2' },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const size = Number(values.size)
const EPOCHS = 10
const ARMS = 3

const Printed = z.object({ seconds: z.array(z.number()), tensorflow: z.string() })

/** Median seconds of an epoch in Keras, the first left out where there are others. */
function kerasEpoch(sandbox: Sandbox): { seconds: number; version: string } {
  const listed = (side: Photo['side']) =>
    sandbox.photos
      .filter((photo) => photo.side === side)
      .map((photo) => [sandbox.pathOf(photo), sandbox.classes.indexOf(photo.label)])
  const job = {
    size,
    epochs: Number(values.measured),
    classes: sandbox.classes.length,
    train: listed('train'),
    validation: listed('val'),
  }
  const printed = execFileSync(values.python, [path.join(import.meta.dirname, 'keras/train.py')], {
    input: JSON.stringify(job),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const { seconds, tensorflow } = Printed.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''))
  const later = (seconds.length > 1 ? seconds.slice(1) : seconds).sort((a, b) => a - b)
  return { seconds: later[later.length >> 1] ?? 0, version: tensorflow }
}

const leak = planted.find(({ kind }) => kind === 'leak by copies')
if (leak === undefined) throw new Error('nothing to plant')
const sandbox = await Sandbox.draw(path.join(root, 'data'), 'grocery', 1)
const cacheDir = await mkdtemp(path.join(tmpdir(), 'doctor-bench-cache-'))
try {
  const one = { ...leak, program: program({ size, epochs: EPOCHS }) }
  const run = async () => {
    const tried = await tryCase(one, sandbox, {
      seed: 1,
      cacheDir,
      config: { probe: { size } },
      mode: 'quick',
    }).finally(() => sandbox.restore())
    const [trial] = tried.trials
    if (trial === undefined || trial.verdict === 'not-run') throw new Error(trial?.reason ?? 'nothing found')
    return { seconds: tried.seconds, seeds: trial.seeds }
  }
  const cold = await run()
  const warm = await run()
  const keras = kerasEpoch(sandbox)
  const plain = keras.seconds * EPOCHS * ARMS
  const times = (seconds: number) => `${Math.round(plain / seconds)}x`
  console.log(
    [
      `| ${sandbox.photos.length} photos at ${size} px, ${ARMS} arms of ${EPOCHS} epochs | seconds | once for each arm | by ${cold.seeds} seeds |`,
      '|---|---|---|---|',
      `| Keras, TensorFlow ${keras.version} on the CPU (an epoch took ${keras.seconds.toFixed(1)} s) | ${plain.toFixed(0)} | 1x | 1x |`,
      ...(['cold', 'warm'] as const).map((state) => {
        const { seconds, seeds } = state === 'cold' ? cold : warm
        return `| doctor, ${state} (${ARMS} arms of ${seeds} seeds) | ${seconds.toFixed(1)} | ${times(seconds)} | ${times(seconds / seeds)} |`
      }),
    ].join('\n'),
  )
} finally {
  await sandbox.remove()
  await rm(cacheDir, { recursive: true })
}
