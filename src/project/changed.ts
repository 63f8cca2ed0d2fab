import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { ProjectError } from './problem.ts'

const execute = promisify(execFile)

/**
 * Files that differ from a commit, and files that git does not know yet (those it ignores do not count), POSIX,
 * relative to the project (`../` for files of the repository outside it).
 * @param ref a commit, branch or tag
 * @throws ProjectError with one line without git, outside a repository, and on a ref that does not exist
 */
export async function changedSince(root: string, ref: string): Promise<ReadonlySet<string>> {
  // No name of git begins with a dash (git-check-ref-format): such a thing could only be meant as an option.
  if (ref === '' || ref.startsWith('-'))
    throw new ProjectError(`--since: "${ref}" is not the name of a commit`)
  const top = await git(root, ['rev-parse', '--show-toplevel']).catch((fault: unknown) => {
    const missing = fault instanceof Error && 'code' in fault && fault.code === 'ENOENT'
    throw new ProjectError(
      `--since: ${missing ? 'git is not installed' : 'the project is not in a git checkout'}`,
    )
  })
  const repository = top.replace(/\r?\n$/, '')
  const commit = await git(repository, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(() => {
    throw new ProjectError(`--since: git knows no commit "${ref}" here (a shallow clone lacks older ones)`)
  })
  const listed = await Promise.all([
    git(repository, [...diff, commit.trim(), '--']),
    git(repository, ['ls-files', '--others', '--exclude-standard', '-z']),
  ])
  const real = await realpath(root)
  const files = listed.flatMap((text) => text.split('\0').filter((name) => name !== ''))
  return new Set(files.map((file) => toPosix(path.relative(real, path.join(repository, file)))))
}

/** Both names of a renamed file, as they are in the folders now. */
const diff = ['diff', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv', '-z']

/** Of the repository that a hook runs for, which need not be the project's. */
const inherited = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_NAMESPACE']

/** Runs git without a shell; it neither refreshes its index nor starts programs that the repository names. */
async function git(folder: string, args: string[]): Promise<string> {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.includes(name)))
  const options = { cwd: folder, env: kept, maxBuffer: 1 << 30, windowsHide: true }
  const { stdout } = await execute('git', ['-c', 'core.fsmonitor=false', ...args], options)
  return stdout
}

const toPosix = (file: string) => file.split(path.sep).join('/')
