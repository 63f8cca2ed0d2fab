import type { Writable } from 'node:stream'
import { rules } from '../../rules/index.ts'
import { exitCode } from './exit-code.ts'

/** `doctor rules`: every rule with its severity, whether a trial can confirm it, and what it finds. */
export function listRules(format: string, out: Writable): number {
  if (format === 'json') {
    const listed = rules.map(({ id, severity, maturity, trial, docs }) => ({
      id,
      severity,
      maturity,
      trial: trial !== undefined,
      what: docs.what,
    }))
    out.write(`${JSON.stringify(listed, null, 2)}\n`)
    return exitCode.clean
  }
  const width = Math.max(...rules.map((rule) => rule.id.length))
  for (const rule of rules) {
    out.write(
      `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.trial ? 'trial' : '     '}  ${rule.docs.what}\n`,
    )
  }
  return exitCode.clean
}
