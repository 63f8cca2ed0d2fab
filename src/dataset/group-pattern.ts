import { RE2JS, RE2JSException } from 're2js'
import type { Sample } from '../model/dataset.ts'
import type { Project } from '../model/project.ts'
import { ProjectError } from '../project/problem.ts'

/** Characters of a pattern; of a path its last ones. Matching is linear in both. */
const longestPattern = 1000
const longestPath = 4096

/**
 * The samples with the group that `data.groupPattern` of the config reads off their paths: its group named `group`,
 * else its only one. Samples that do not match, or that a manifest has given a group, stay as they are. RE2's syntax
 * and engine: no look-around or back-references, and no pattern takes exponential time.
 * @throws ProjectError when the pattern is not valid or captures nothing that could be the group
 */
export function withGroups(project: Project, samples: readonly Sample[]): Sample[] {
  const { groupPattern } = project.config.data ?? {}
  if (groupPattern === undefined) return [...samples]
  const { pattern, group } = compile(groupPattern)
  return samples.map((sample) => {
    if (sample.group !== null) return sample
    const matcher = pattern.matcher(sample.path.slice(-longestPath))
    const found = matcher.find() ? matcher.group(group) : null
    return found === null || found === '' ? sample : { ...sample, group: found }
  })
}

function compile(text: string): { pattern: RE2JS; group: string | number } {
  if (text.length > longestPattern) throw fault(`is longer than ${longestPattern} characters`)
  try {
    const pattern = RE2JS.compile(text)
    if ('group' in pattern.namedGroups()) return { pattern, group: 'group' }
    if (pattern.groupCount() === 1) return { pattern, group: 1 }
  } catch (problem) {
    if (!(problem instanceof RE2JSException)) throw problem
    throw fault(`is not a valid RE2 pattern: ${problem.message}`)
  }
  throw fault('must have one capture group, or one that is named: (?<group>...)')
}

const fault = (what: string) => new ProjectError(`data.groupPattern: ${what}`)
