import type { Rule } from '../model/rule.ts'

/** A part of what is told about a rule. Examples are code or folder listings, to be kept as they are. */
export interface RuleSection {
  title: string
  kind: 'prose' | 'example' | 'list'
  /** One for prose and examples. */
  entries: string[]
}

/** What `doctor explain` and the documentation tell about a rule, in this order. */
export function ruleSections({ docs }: Rule): RuleSection[] {
  const prose = (title: string, text: string) => ({
    title,
    kind: 'prose' as const,
    entries: [text.trimEnd()],
  })
  const example = (title: string, text: string) => ({
    ...prose(title, text),
    kind: 'example' as const,
  })
  return [
    prose('Why it matters', docs.why),
    prose('How to fix it', docs.how),
    prose('About the fix', docs.fixSafety),
    example('Faulty', docs.bad),
    example('Right', docs.good),
    { title: 'References', kind: 'list', entries: docs.references },
  ]
}

/** What the rule is, in a few words: its severity, and what to know before relying on it. */
export function ruleTraits({ severity, maturity, trial }: Rule): string[] {
  return [
    severity,
    ...(trial === undefined ? [] : ['confirmed by a trial']),
    ...(maturity === 'preview' ? ['preview: runs only when named'] : []),
  ]
}

/** A rule as plain text, one heading per question. */
export function ruleText(rule: Rule): string {
  const parts = ruleSections(rule).map(({ title, kind, entries }) => {
    if (kind === 'list') return `${title}\n${entries.map((entry) => `- ${entry}\n`).join('')}`
    const text = entries.join('\n')
    return `${title}\n${kind === 'example' ? text.replace(/^(?=.)/gm, '  ') : text}\n`
  })
  return [`${rule.id} (${ruleTraits(rule).join(', ')})\n`, `${rule.docs.what}\n`, ...parts].join('\n')
}
