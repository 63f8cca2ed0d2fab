import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bin = path.join(import.meta.dirname, '../../bin/doctor.js')

const Failure = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() })

/** `doctor weights ...` with an empty cache. */
async function weights(args: string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, TRAINING_DOCTOR_CACHE: await temporaryFolder(), ...environment }
  const run = promisify(execFile)(process.execPath, [bin, 'weights', ...args], { env, encoding: 'utf8' })
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (fault: unknown) => Failure.parse(fault),
  )
}

test('lists the weights it knows and where they are kept', async () => {
  const { code, stdout } = await weights([])
  expect(code).toBe(0)
  expect(stdout).toMatch(/InceptionV3, ImageNet \(Keras\): not on this machine\n {2}.*safetensors\n/)
})

test.each([
  ['a file that is not there', ['install', 'nowhere.h5'], /cannot read nowhere\.h5/],
  [
    'another file',
    ['install', bin],
    /is not the official file \(its MD5 is [0-9a-f]{32}, not [0-9a-f]{32}\)/,
  ],
  ['an address that is none', ['install', 'http://'], /http:\/\/ is no address to download from/],
  [
    'a server that is out of reach',
    ['install', 'http://127.0.0.1:9/w.h5'],
    /cannot download from 127\.0\.0\.1:9/,
  ],
])('%s ends with 2 and one line', async (_name, args, says) => {
  const { code, stdout, stderr } = await weights(args)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(says)
  expect(
    stderr
      .trim()
      .split('\n')
      .filter((line) => /^\s+at /.test(line)),
  ).toEqual([])
})
