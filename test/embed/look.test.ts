import { expect, test } from 'vitest'
import { describeBackends } from '../../src/embed/runners/backends.ts'
import { absence } from '../../src/embed/runners/look.ts'

test('what is missing and what does not load comes with the remedy, in one line', async () => {
  const remedy = 'to train on all cores: npm install fast'
  const missing = await import('a-package-that-nobody-has'.concat('')).catch((fault: unknown) => fault)
  expect(absence(missing, remedy).detail).toBe(`not installed; ${remedy}`)
  const broken = new Error('util.isNullOrUndefined is not a function\n    at fast.js:3')
  expect(absence(broken, remedy).detail).toBe(
    `installed, but does not load (util.isNullOrUndefined is not a function); anew, ${remedy}`,
  )
  const absent = (await describeBackends()).filter(({ available }) => !available)
  for (const { detail } of absent)
    expect(detail).toMatch(/^[^\n]*(npm install|install one for|wants CUDA)[^\n]*$/)
})
