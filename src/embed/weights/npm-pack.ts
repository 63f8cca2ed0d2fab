import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { WeightsUnavailable } from './tensor.ts'

/**
 * Downloads the tarball of one exact npm package version into `folder` through the person's own npm settings
 * (registry, proxy, credentials, cache) and returns its path. Runs without a shell and without the package's
 * scripts, in `folder`, so that no project's `.npmrc` has a say.
 * Throws {@link WeightsUnavailable} with npm's own reason.
 */
export async function npmPack(spec: string, folder: string, signal: AbortSignal): Promise<string> {
  const [command, ...first] = npmCommand()
  const options = [
    '--ignore-scripts',
    '--prefer-offline',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=10000',
    '--fetch-timeout=60000',
  ]
  const failure = await run(
    command,
    [...first, 'pack', spec, '--pack-destination', folder, '--loglevel=error', ...options],
    folder,
    signal,
  )
  signal.throwIfAborted()
  if (failure !== null) throw new WeightsUnavailable(`npm could not fetch ${spec}: ${failure}`)
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined)
    throw new WeightsUnavailable(`npm said nothing wrong but left no ${spec} tarball`)
  return join(folder, tarball)
}

/** npm's own script beside this Node, because `npm.cmd` cannot be started without a shell; else `npm`. */
function npmCommand(): [string, ...string[]] {
  const bin = dirname(process.execPath)
  const fromParent = process.env.npm_execpath
  const scripts = [
    fromParent?.endsWith('npm-cli.js') ? fromParent : null,
    resolve(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    resolve(bin, 'node_modules/npm/bin/npm-cli.js'),
  ]
  const script = scripts.find((path) => path !== null && existsSync(path))
  return script ? [process.execPath, script] : ['npm']
}

/** Null when the program ended well, else one line of reason. */
function run(command: string, args: string[], cwd: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      signal,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    })
    let errors = ''
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      errors = (errors + text).slice(-8_000)
    })
    child.on('error', (error) => done(error.message))
    child.on('close', (code) => done(code === 0 ? null : npmReason(errors) || `exit code ${code}`))
  })
}

/** The telling line of npm's error output, e.g. `network request to https://... failed`. */
function npmReason(errors: string): string {
  const lines = errors
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !/^(code|errno|syscall|A complete log)\b/.test(line))
  return (lines[0] ?? '').slice(0, 200)
}
