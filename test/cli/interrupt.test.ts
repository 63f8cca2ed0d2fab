import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** util-linux' `script` gives a command a terminal of its own. */
const isAtHand = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '')

/** Runs the built command on a terminal and presses Ctrl-C as soon as it shows this. */
async function interrupted(
  args: readonly string[],
  shown: RegExp,
): Promise<{ code: number; screen: string }> {
  const { CI, NO_COLOR, FORCE_COLOR, ...env } = process.env
  const command = [process.execPath, path.join(root, 'bin/doctor.js'), ...args].map((word) => `'${word}'`)
  const child = spawn('script', ['-qec', `stty cols 100; exec ${command.join(' ')}`, '/dev/null'], {
    cwd: root,
    env: { ...env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  let pressed = false
  child.stdout.on('data', (chunk: Buffer) => {
    screen += stripVTControlCharacters(chunk.toString())
    if (pressed || !shown.test(screen)) return
    pressed = true
    child.stdin.write('\x03')
  })
  const code = await new Promise<number>((resolve) => {
    child.once('close', (ended) => resolve(ended ?? -1))
  })
  expect(pressed).toBe(true)
  return { code, screen }
}

test.skipIf(!isAtHand)('Ctrl-C on a terminal ends with what is done, and says what is not', async () => {
  const flags = ['--no-probe', '--no-cache', '--no-report']
  const ended = await interrupted(['check', 'fixtures/grocery-leaky', ...flags], /Reading images {2}[1-9]/)
  expect(ended.code).toBe(130)
  // The code has been read by then, the images have not.
  expect(ended.screen).toContain('preprocessing/wrong-range')
  expect(ended.screen).toMatch(/\d+ rules \(.*images.*\): interrupted/)
})
