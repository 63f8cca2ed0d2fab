import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Project } from '../model/project.ts'
import { describeFault, ProjectError } from '../project/problem.ts'

/**
 * The project with its data where `--data` says (relative to the working folder), whatever the config says.
 * @throws ProjectError when nothing is there
 */
export async function withData(project: Project, places: readonly string[]): Promise<Project> {
  if (places.length === 0) return project
  const root: string[] = []
  const manifest: string[] = []
  for (const place of places) {
    const status = await stat(place).catch((fault: unknown) => {
      throw new ProjectError(`--data: "${place}" ${describeFault(fault)}`)
    })
    const absolute = path.resolve(place)
    ;(status.isDirectory() ? root : manifest).push(path.relative(project.root, absolute) || '.')
  }
  const { train, validation, test, root: _, manifest: __, ...columns } = project.config.data ?? {}
  const named = manifest.length > 0 ? { manifest } : { root }
  if (manifest.length > 0 && root.length > 0) throw new ProjectError('--data: wants either folders or files')
  return { ...project, config: { ...project.config, data: { ...columns, ...named } } }
}
