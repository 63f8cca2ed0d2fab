import path from 'node:path'

const endings = [
  '.py',
  '/__init__.py',
  '.ts',
  '.tsx',
  '.mts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.js',
]

/**
 * The project file that an import means, or null for a library. Python's modules are looked for from the importing
 * file's folder upwards (a script's folder is on its path), JavaScript's only when relative.
 */
export function resolveModule(
  module: string,
  importer: string,
  files: { has(path: string): boolean },
): string | null {
  const folder = path.posix.dirname(importer)
  if (importer.endsWith('.py') || importer.endsWith('.ipynb')) return resolvePython(module, folder, files)
  if (!module.startsWith('.')) return null
  const base = path.posix.join(folder, module)
  const candidates = [
    base,
    base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'),
    ...endings.map((ending) => base + ending),
  ]
  return candidates.find((candidate) => files.has(candidate)) ?? null
}

function resolvePython(module: string, folder: string, files: { has(path: string): boolean }): string | null {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0
  const rest = module.slice(dots).replaceAll('.', '/')
  if (dots > 0) {
    const up = path.posix.join(folder, ...Array.from({ length: dots - 1 }, () => '..'))
    return pythonFile(path.posix.join(up, rest), files)
  }
  for (let at = folder; ; at = path.posix.dirname(at)) {
    // Joined by hand: every import of every file comes by here.
    const found = pythonFile(at === '.' ? rest : `${at}/${rest}`, files)
    if (found !== null) return found
    if (at === '.' || at === '/') return null
  }
}

function pythonFile(base: string, files: { has(path: string): boolean }): string | null {
  const file = `${base}.py`
  if (files.has(file)) return file
  const folder = `${base}/__init__.py`
  return files.has(folder) ? folder : null
}
