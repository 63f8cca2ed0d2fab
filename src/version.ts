import { readFileSync } from 'node:fs'

/** The version of this package, from its own package.json. */
export const version = readVersion()

function readVersion(): string {
  // One folder up from src/, two from dist/src/. No schema library here: `doctor --version` must start at once.
  for (const candidate of ['../package.json', '../../package.json']) {
    const found = versionIn(new URL(candidate, import.meta.url))
    if (found !== null) return found
  }
  throw new Error('the package.json of training-doctor is missing')
}

function versionIn(file: URL): string | null {
  let manifest: unknown
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return null
  return typeof manifest.version === 'string' ? manifest.version : null
}
