import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readTarball } from '../../../src/embed/weights/tarball.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { signal } = new AbortController()
const long = `${'deep/'.repeat(22)}file.txt`

async function packed(): Promise<string> {
  const folder = await temporaryFolder({
    'package/small.txt': 'small',
    'package/empty.txt': '',
    'package/block.bin': Buffer.alloc(512, 7),
    'package/big.bin': Buffer.alloc(300_001, 9),
    [`package/${long}`]: 'far down',
  })
  execFileSync('tar', ['--format=ustar', '-czf', 'package.tgz', 'package'], { cwd: folder })
  return path.join(folder, 'package.tgz')
}

test('reads the wanted files of an archive, whatever their sizes', async () => {
  const files = await readTarball(await packed(), (name) => name !== 'package/small.txt', signal)
  expect([...files.keys()].sort()).toEqual(
    ['package/big.bin', 'package/block.bin', `package/${long}`, 'package/empty.txt'].sort(),
  )
  expect(files.get('package/big.bin')?.equals(Buffer.alloc(300_001, 9))).toBe(true)
  expect(files.get(`package/${long}`)?.toString()).toBe('far down')
  expect(files.get('package/empty.txt')).toHaveLength(0)
})

test('a damaged archive is an error', async () => {
  const file = await packed()
  const bytes = await readFile(file)
  await writeFile(file, bytes.subarray(0, bytes.length / 2))
  await expect(readTarball(file, () => true, signal)).rejects.toThrow()
  await writeFile(file, gzipSync(gunzipSync(bytes).subarray(0, 1200)))
  await expect(readTarball(file, () => true, signal)).rejects.toThrow(/cut short/)
  await writeFile(file, gzipSync(Buffer.alloc(2048, 'x')))
  await expect(readTarball(file, () => true, signal)).rejects.toThrow(/not a tar archive/)
})
