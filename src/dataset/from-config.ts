import path from 'node:path'
import type { SplitName } from '../model/fix.ts'
import type { Project } from '../model/project.ts'
import { ProjectError } from '../project/problem.ts'
import { walk } from '../project/walk.ts'
import { type Layout, nameRoots, type Root } from './root.ts'
import { isInside } from './tree.ts'

interface ConfiguredLayout extends Layout {
  /** Images of configured folders outside the project, relative to it (`../data/train/cat/1.jpg`). */
  outside: string[]
}

/**
 * The folders that `data.train`, `data.validation` and `data.test` of the config name; null when they name none.
 * @throws ProjectError when one of them does not exist or cannot be read
 */
export async function layoutFromConfig(project: Project): Promise<ConfiguredLayout | null> {
  const data = project.config.data ?? {}
  const named: [SplitName, string | undefined][] = [
    ['train', data.train],
    ['validation', data.validation],
    ['test', data.test],
  ]
  const roots: Root[] = []
  const outside: string[] = []
  for (const [split, folder] of named) {
    if (folder === undefined) continue
    const absolute = path.resolve(project.root, folder)
    const relative = path.relative(project.root, absolute).split(path.sep).join('/')
    roots.push({ path: relative, split, label: null })
    const { files, problems } = await walk(absolute)
    const whole = problems.find((problem) => problem.path === '.')
    if (whole !== undefined) throw new ProjectError(`data.${split}: "${folder}" ${whole.reason}`)
    if (isInside(relative, '')) continue
    outside.push(...files.filter((file) => file.kind === 'image').map((file) => `${relative}/${file.path}`))
  }
  return roots.length === 0
    ? null
    : { roots, outside, origin: `folders ${nameRoots(roots)}, as the config names them` }
}
