import { existsSync } from 'node:fs'
import path from 'node:path'

/** A folder of larger test data (real photos) that the repository does not hold; null where there is none. */
export function testData(folder: string): string | null {
  const root = process.env.DOCTOR_TEST_DATA
  const wanted = root === undefined ? null : path.join(root, folder)
  return wanted !== null && existsSync(wanted) ? wanted : null
}
