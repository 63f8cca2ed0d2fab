import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { randomFrom } from '../../scripts/fixtures/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { historyOf } from './history-of.ts'

const oracle = path.join(import.meta.dirname, 'oracle', 'keras')
const events = path.join('tensorboard', 'validation', 'events.out.tfevents.1700000000.host')

/** Logs are other programs' files, half-written or worse: whatever stands in them, reading ends and does not throw. */
test.each([
  ['csv', 'training.log', 'training.log'],
  ['json', 'history.json', 'history.json'],
  ['json lines', 'history.json', 'history.jsonl'],
  ['events', events, path.basename(events)],
])('damaged %s: read or left, never thrown', async (_, source, name) => {
  const sound = await readFile(path.join(oracle, source))
  const root = await temporaryFolder()
  const random = randomFrom(11)
  for (let round = 0; round < 150; round += 1) {
    const bytes = Buffer.from(sound)
    for (let hit = 0; hit <= round % 8; hit += 1)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    const end = round % 2 === 0 ? bytes.length : Math.floor(random() * bytes.length)
    await writeFile(path.join(root, name), bytes.subarray(0, end))
    const histories = await historyOf(root)
    expect(histories.length).toBeLessThanOrEqual(8)
  }
})

test('hostile names and numbers', async () => {
  const root = await temporaryFolder({
    'a.csv': 'epoch,loss,__proto__,constructor\n1e308,1,2,3\n-5,1e999,x,y\n0x10,1,1,1\n',
    'b.json': '{"__proto__": {"loss": [1]}, "loss": [1, 2], "val_loss": [1, 2]}',
    'c.jsonl':
      '{"epoch": 1, "loss": 1, "__proto__": {"epoch": 9}}\n{"epoch": 2, "loss": 0.5, "val_loss": 3}\n',
    'd.csv': `epoch,loss\n${'9'.repeat(5000)},1\n`,
  })
  for (const { epochs } of await historyOf(root)) {
    for (const { epoch } of epochs) expect(Number.isFinite(epoch)).toBe(true)
  }
})
