import type { Writable } from 'node:stream'
import { rules } from '../../rules/index.ts'
import type { Rule } from '../model/rule.ts'
import { ProjectError } from '../project/problem.ts'
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
  out.write(describeRule(rule))
  return exitCode.clean
}

/** A rule as plain text, one heading per question. */
export function describeRule(rule: Rule): string {
  const { docs } = rule
  const indent = (text: string) => text.trimEnd().replace(/^(?=.)/gm, '  ')
  const parts: [string, string][] = [
    ['Why it matters', docs.why],
    ['How to fix it', docs.how],
    ['About the fix', docs.fixSafety],
    ['Faulty', indent(docs.bad)],
    ['Right', indent(docs.good)],
    ['References', docs.references.map((reference) => `- ${reference}`).join('\n')],
  ]
  const head = `${rule.id} (${rule.severity}${rule.trial ? ', confirmed by a trial' : ''})\n\n${docs.what}\n`
  return `${head}${parts.map(([title, text]) => `\n${title}\n${text.trimEnd()}\n`).join('')}`
}
