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

/** The same as Markdown, below a title of its own. */
export function ruleMarkdown(rule: Rule): string {
  const head = `${plainMarkdown(rule.docs.what)}\n\n*${ruleTraits(rule).join(', ')}*\n`
  return `${head}${ruleSections(rule).map(sectionMarkdown).join('')}`
}

function sectionMarkdown({ title, kind, entries }: RuleSection): string {
  if (kind === 'list')
    return `\n## ${title}\n\n${entries.map((entry) => `- ${plainMarkdown(entry)}\n`).join('')}`
  const text = entries.join('\n')
  return `\n## ${title}\n\n${kind === 'example' ? fenced(text) : `${plainMarkdown(text)}\n`}`
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return `${fence}\n${text}\n${fence}\n`
}

/** Prose as it reads: nothing in it is emphasis or an element; code in backticks and addresses stay as they are. */
export const plainMarkdown = (text: string): string =>
  text
    .split(/(`[^`]*`|https?:\S+)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<>[\]]/g, '\\$&')))
    .join('')
