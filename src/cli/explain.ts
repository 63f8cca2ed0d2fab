import type { Writable } from 'node:stream'
import { rules } from '../../rules/index.ts'
import { ProjectError } from '../project/problem.ts'
import { ruleText } from '../report/rule-text.ts'
import { exitCode } from './exit-code.ts'

/**
 * `doctor explain <rule>`: the rule's own texts.
 * @throws ProjectError when no rule has that id; similar ids are named
 */
export function explain(id: string, out: Writable): number {
  const rule = rules.find((one) => one.id === id)
  if (rule === undefined) {
    const name = id.slice(id.indexOf('/') + 1)
    const similar = rules.filter((one) => one.id.includes(name)).map((one) => one.id)
    const hint = similar.length > 0 ? `did you mean ${similar.join(', ')}?` : 'see: doctor rules'
    throw new ProjectError(`no rule is called "${id}" (${hint})`)
  }
  out.write(ruleText(rule))
  return exitCode.clean
}
