import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Project } from '../model/project.ts'
import { readConfig } from './config.ts'
import { describeFault, ProjectError } from './problem.ts'
import { walk } from './walk.ts'

/**
 * Looks at a project folder: its config and its files by kind. Nothing else is opened.
 * @throws ProjectError when the path is missing, not a folder or unreadable, when the config is broken, or when
 *   there is neither an image nor a source file nor a manifest to examine
 */
export async function discover(given: string, options: { configFile?: string } = {}): Promise<Project> {
  const root = path.resolve(given)
  const folder = await stat(root).catch((fault: unknown) => {
    throw new ProjectError(`${given}: ${describeFault(fault)}`)
  })
  if (!folder.isDirectory()) throw new ProjectError(`${given}: is a file; name the project's folder`)
  const config = await readConfig(root, options.configFile)
  const { files, problems } = await walk(root)
  const whole = problems.find((problem) => problem.path === '.')
  if (whole !== undefined) throw new ProjectError(`${given}: ${whole.reason}`)
  if (
    problems.length === 0 &&
    files.every(({ kind }) => kind === 'other' || kind === 'log' || kind === 'list')
  ) {
    throw new ProjectError(
      `${given}: nothing to examine here: no images, no training code, no manifest; name the folder that has them: doctor FOLDER`,
    )
  }
  return { root, given, config, files, problems }
}
