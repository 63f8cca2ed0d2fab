import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { prove } from '../../src/probe/prove.ts'
import { cutFrame } from '../../src/probe/transforms/cut-frame.ts'
import { ordinaryAppearance } from '../support/facts.ts'
import { framed } from '../support/framed.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findingOf, projectOf, workIn } from './project-of.ts'

const black = { red: 0, green: 0, blue: 0 }

/** A square of `inner` pixels of a ramp from left to right, 60 to 240, with `wide` black pixels around it. */
function ramp(inner: number, wide: number): Uint8Array {
  const size = inner + 2 * wide
  const pixels = new Uint8Array(3 * size * size)
  for (let row = wide; row < size - wide; row++)
    for (let column = 0; column < inner; column++) {
      const level = 60 + Math.round((180 * column) / (inner - 1))
      pixels.fill(level, 3 * (row * size + wide + column), 3 * (row * size + wide + column + 1))
    }
  return pixels
}

test('what is inside a frame fills the square', () => {
  const cut = cutFrame(ramp(32, 4), 40, black)
  expect(Math.min(...cut)).toBeGreaterThanOrEqual(60)
  // One mixed line is cut off as well: the second and the last but one of the ramp stand at the edges.
  expect([cut[0], cut[3 * 39]]).toEqual([66, 234])
})

test('an image without that frame stays as it is', () => {
  const plain = ramp(40, 0)
  expect(cutFrame(plain, 40, black)).toBe(plain)
  const other = ramp(32, 4)
  expect(cutFrame(other, 40, { red: 255, green: 255, blue: 255 })).toBe(other)
})

const told = (property: string, value: string) => ({
  ...findingOf('images/shortcut', [], []),
  id: property,
  evidence: { property, classes: { apples: { value, recall: 1, others: 0, precision: 1 } } },
})

test('frames around one class are cut off, in training by the fix and in what is measured', {
  timeout: 300_000,
}, async () => {
  const root = await temporaryFolder()
  await cp(path.join(import.meta.dirname, '../../fixtures/grocery-clean'), root, { recursive: true })
  const whole = await projectOf(root)
  const images = new Map(whole.images.images)
  const [label] = whole.dataset.samples.map((sample) => sample.label).sort()
  for (const sample of whole.dataset.samples) {
    const fact = images.get(sample.path)
    if (sample.label !== label || !fact?.ok) continue
    const file = path.join(root, sample.path)
    const photo = sharp(await readFile(file))
    const bytes = await framed(16, 'black')(photo, await photo.metadata()).toBuffer()
    await writeFile(file, bytes)
    const border = { ...black, spread: 0 }
    images.set(sample.path, {
      ...fact,
      bytesDigest: `${fact.bytesDigest} framed`,
      appearance: { ...ordinaryAppearance, border },
    })
  }
  const config = { probe: { size: 96, samples: 150, seeds: 2, budgetSeconds: 600 } }
  const project = { ...whole, images: { ...whole.images, images }, project: { ...whole.project, config } }
  const findings = [told('border', '0/0/0 frame'), told('colour', 'no colour')]
  const trials = await prove(
    { ...project, setups: [], findings, rules, mode: 'quick' },
    workIn(await temporaryFolder()),
  )
  const [border, colour] = findings.map(({ id }) => trials.get(id))
  expect(border).toMatchObject({ verdict: expect.stringMatching(/confirmed|inconclusive/), seeds: 2 })
  expect(border?.fixed).toBeLessThan(border?.baseline ?? 0)
  expect(border?.reason).toMatch(
    /^On images whose frames \(\d+ of \d+\) are cut off, a head that learned without/,
  )
  expect(colour).toMatchObject({ verdict: 'not-run', reason: expect.stringContaining('only frames') })
})
