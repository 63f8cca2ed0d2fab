import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { z } from 'zod'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The command as it is published: beside `dist/src`, so that package.json lies two folders up from either. */
const folder = path.join(root, 'dist/cli')

/**
 * Packages of many small modules, which cost more to find and open than to run, and of CommonJS, which Node reads twice
 * when a module imports it. All others stay where they are.
 */
const inlined = ['chalk', 'ignore', 'jsonc-parser', 'ora', 'zod']

/** Zod's messages in sixty languages, of which English alone is ever shown, are half a megabyte of code. */
const englishAlone: Plugin = {
  name: 'zod in English alone',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/** What is started: the command, and its threads, which are named beside the module that starts them. */
const started = [
  'src/cli/main.ts',
  'src/setup/reading-worker.ts',
  'src/images/read/decode-worker.ts',
  'src/probe/fine-tuning/top-worker.ts',
  'src/probe/hidden/head-worker.ts',
]

const Names = z.record(z.string(), z.unknown()).transform((packages) => Object.keys(packages))
const Manifest = z.object({ dependencies: Names, optionalDependencies: Names, peerDependencies: Names })

/**
 * Bundles the command into few files, which Node starts faster than hundreds of modules. What is loaded only when needed
 * stays in files of its own. Files that would not change are not touched, so that no command under way is disturbed.
 */
export async function bundle(): Promise<void> {
  const manifest = Manifest.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: started,
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    plugins: [englishAlone],
    external: Object.values(manifest)
      .flat()
      .filter((name) => !inlined.includes(name)),
    metafile: true,
    write: false,
  })
  const files = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]))
  files.set('LICENSES.txt', await licenses(Object.keys(metafile.inputs)))
  await mkdir(folder, { recursive: true })
  const stale = (await readdir(folder)).filter((name) => !files.has(name))
  for (const [name, text] of files) await keep(path.join(folder, name), text)
  await Promise.all(stale.map((name) => rm(path.join(folder, name))))
}

async function keep(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => null)
  if (before !== text) await writeFile(file, text)
}

/** The licences of the packages whose modules are in the bundle, as these ask for. */
async function licenses(modules: readonly string[]): Promise<string> {
  const folders = modules.flatMap((module) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? [])
  const texts = [...new Set(folders)].sort().map(async (one) => {
    const name = (await readdir(path.join(root, one))).find((file) => /^licen[cs]e/i.test(file))
    if (name === undefined) throw new Error(`${one} has no licence file`)
    return `${one.slice('node_modules/'.length)}\n\n${await readFile(path.join(root, one, name), 'utf8')}`
  })
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle()
