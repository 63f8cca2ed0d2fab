import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, test, vi } from 'vitest'
import { createProgress } from '../../src/cli/progress.ts'
import { watching } from '../../src/probe/watch.ts'

/** A terminal that remembers what stands on its screen and all that was ever written. */
class Screen extends Writable {
  readonly isTTY = true
  columns = 80
  readonly lines = ['']
  written = ''
  #row = 0
  #column = 0

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.written += String(chunk)
    for (const character of stripVTControlCharacters(String(chunk))) this.#put(character)
    done()
  }
  #put(character: string): void {
    if (character === '\n') {
      this.#row++
      this.#column = 0
      this.lines[this.#row] ??= ''
      return
    }
    const line = (this.lines[this.#row] ?? '').padEnd(this.#column)
    this.lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1)
    this.#column++
  }
  cursorTo(column: number): void {
    this.#column = column
  }
  moveCursor(_: number, rows: number): void {
    this.#row += rows
  }
  clearLine(): void {
    this.lines[this.#row] = (this.lines[this.#row] ?? '').slice(0, this.#column)
  }
  get text(): string {
    return this.lines.join('\n')
  }
}

/** A progress on a screen with a clock set by hand; drawing waits for the spinner's next frame. */
async function onScreen() {
  const screen = new Screen()
  const clock = { now: 0 }
  const progress = await createProgress(screen, { quiet: false, interactive: true, now: () => clock.now })
  const frame = () => new Promise((resolve) => setTimeout(resolve, 200))
  return { screen, clock, progress, frame }
}

test('shows counts, and the time left once there is a rate', async () => {
  const { screen, clock, progress, frame } = await onScreen()
  const stage = progress.start('Reading images', 1204, 'images')
  stage.advance(301)
  await frame()
  expect(screen.text).toMatch(/Reading images {2}301 of 1,204 images\s*$/)
  clock.now = 10_000
  await frame()
  expect(screen.text).toMatch(/301 of 1,204 images, 30 s left\s*$/)
  stage.finish()
})

test('says where the work stands', async () => {
  const { screen, progress, frame } = await onScreen()
  const stage = progress.start('trying a lower rate', 40, 'epochs')
  const watch = watching(stage, 'fixed')
  for (let epoch = 1; epoch <= 7; epoch++) watch({ seed: 2, seeds: 5, epoch, epochs: 20 })
  await frame()
  expect(screen.text).toMatch(
    /Trying a lower rate: fixed arm, seed 2 of 5, epoch 7 of 20 {2}7 of 40 epochs\s*$/,
  )
  stage.finish()
})

test('tells only the title and the count when the total is not known', async () => {
  const { screen, progress, frame } = await onScreen()
  const stage = progress.start('Walking', 0, 'files')
  stage.advance()
  await frame()
  expect(screen.text).toMatch(/Walking {2}1 file\s*$/)
  stage.finish()
})

test('shows the stage that began last, then the outer one again', async () => {
  const { screen, progress, frame } = await onScreen()
  const outer = progress.start('Training', 15, 'arms')
  const inner = progress.start('Features', 200, 'images')
  await frame()
  expect(screen.text).toContain('Features')
  inner.finish()
  await frame()
  expect(screen.text).toContain('Training  0 of 15 arms')
  expect(screen.text).not.toContain('Features')
  outer.finish()
})

test('leaves nothing but the notes, and shows the cursor again', async () => {
  const { screen, progress, frame } = await onScreen()
  const stage = progress.start('Reading images', 10, 'images')
  stage.advance(4)
  await frame()
  progress.note('no GPU back-end is installed')
  await frame()
  stage.finish()
  expect(screen.text.trimEnd()).toBe('no GPU back-end is installed')
  expect(screen.written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.written.lastIndexOf('\u001b[?25l'))
})

test('stop wipes the line of a stage that never finished', async () => {
  const { screen, progress, frame } = await onScreen()
  progress.start('Reading images', 10, 'images')
  await frame()
  progress.stop()
  expect(screen.text.trim()).toBe('')
})

test('where the stream is no terminal only notes are written, made printable', async () => {
  const screen = new Screen()
  const progress = await createProgress(screen, { quiet: false, interactive: false })
  const stage = progress.start('Reading images', 10, 'images')
  stage.advance(10)
  progress.note('a name with \u001b[2J')
  stage.finish()
  expect(screen.written).toBe('a name with \\x1b[2J\n')
})

test.each([
  ['a terminal', 80, {}, true],
  ['a terminal without a window', 0, {}, false],
  ['a dumb terminal', 80, { TERM: 'dumb' }, false],
  ['a CI system', 80, { CI: 'true' }, false],
] as const)('by itself draws or not on %s', async (_, columns, environment, draws) => {
  vi.stubEnv('CI', undefined)
  vi.stubEnv('TERM', 'xterm')
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const screen = new Screen()
  screen.columns = columns
  const progress = await createProgress(screen, { quiet: false })
  progress.start('Reading images', 10, 'images')
  progress.stop()
  expect(screen.written !== '').toBe(draws)
  vi.unstubAllEnvs()
})

test('quiet says nothing, not even notes', async () => {
  const screen = new Screen()
  const progress = await createProgress(screen, { quiet: true, interactive: true })
  const stage = progress.start('Reading images', 10, 'images')
  progress.note('unheard')
  stage.finish()
  expect(screen.written).toBe('')
})
