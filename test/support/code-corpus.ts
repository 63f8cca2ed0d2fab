import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { rules } from '../../rules/index.ts'
import { unwrap } from '../../src/judge/unwrap.ts'
import { isSpan } from '../../src/model/finding.ts'
import type { Rule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import type { SourceFile } from '../../src/setup/source-file.ts'

/** The labelled training scripts: a comment `fault: rule, rule` stands on each line where a fault can be seen. */
export const corpusFolder = fileURLToPath(new URL('../../fixtures/code', import.meta.url))

/** Rules that judge code without any data. */
export const codeRules = rules.filter(({ needs }) => needs.every((need) => need === 'setups'))

/** A place in a script; `cell` as in `Span`. */
interface Place {
  rule: string
  line: number
  cell: number | undefined
}

export interface LabelledScript extends SourceFile {
  faults: Place[]
}

/** What one script's findings are, against its labels. `file:line` (`file:cell:line` in a notebook) with the rule. */
export interface Verdict {
  file: string
  right: Named[]
  missed: Named[]
  invented: Named[]
}

export interface Named {
  rule: string
  at: string
}

/** All scripts of the corpus, sorted by path (relative to the corpus). */
export async function labelledScripts(folder = corpusFolder): Promise<LabelledScript[]> {
  const names = await readdir(folder, { recursive: true })
  const scripts = names.flatMap((name) => kindOf(name) ?? []).sort((a, b) => (a.path < b.path ? -1 : 1))
  return Promise.all(
    scripts.map(async (script) => {
      const text = await readFile(path.join(folder, script.path), 'utf8')
      return { ...script, text, faults: script.kind === 'notebook' ? faultsInCells(text) : faultsIn(text) }
    }),
  )
}

function kindOf(name: string): Omit<SourceFile, 'text'> | null {
  const kinds = { '.py': 'python', '.ipynb': 'notebook', '.ts': 'typescript', '.js': 'typescript' } as const
  const found = Object.entries(kinds).find(([ending]) => name.endsWith(ending))
  return found === undefined ? null : { path: name.split(path.sep).join('/'), kind: found[1] }
}

function faultsIn(text: string, cell?: number): Place[] {
  return text.split('\n').flatMap((line, index) => {
    const named = /(?:#|\/\/) fault: (.+)$/.exec(line)?.[1] ?? ''
    return named === '' ? [] : named.split(', ').map((rule) => ({ rule: rule.trim(), line: index + 1, cell }))
  })
}

const Notebook = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: z.array(z.string()) })),
})

function faultsInCells(text: string): Place[] {
  const code = Notebook.parse(JSON.parse(text)).cells.filter(({ cell_type }) => cell_type === 'code')
  return code.flatMap(({ source }, index) => faultsIn(source.join(''), index + 1))
}

/**
 * Judges one script by all code rules. A finding is right when one of its places covers a line that is labelled with
 * its rule; a second finding of the rule there is invented.
 */
export async function judgeScript(script: LabelledScript): Promise<Verdict> {
  const setups = await setupsOf([script])
  const facts = { setups: { ok: true as const, value: setups } }
  const open = [...script.faults]
  const [right, invented]: [Named[], Named[]] = [[], []]
  for (const { id, check, wants } of codeRules) {
    for (const { locations } of check(unwrap(facts, wants))) {
      const spans = locations.filter(isSpan)
      const hit = open.findIndex((fault) => fault.rule === id && spans.some((span) => covers(span, fault)))
      const [fault] = hit === -1 ? [] : open.splice(hit, 1)
      if (fault !== undefined) right.push(named(script.path, fault))
      else invented.push(named(script.path, { rule: id, line: spans[0]?.line ?? 0, cell: spans[0]?.cell }))
    }
  }
  return { file: script.path, right, missed: open.map((fault) => named(script.path, fault)), invented }
}

const covers = (span: Span, { line, cell }: Place) =>
  span.cell === cell && span.line <= line && line <= span.endLine

const named = (file: string, { rule, line, cell }: Place): Named => ({
  rule,
  at: [file, ...(cell === undefined ? [] : [cell]), line].join(':'),
})

/** How a rule did over many scripts. Precision and recall are null where nothing was found or labelled. */
export interface RuleTally {
  rule: Rule['id'] | 'all'
  labelled: number
  right: number
  invented: number
  precision: number | null
  recall: number | null
}

/** One row per rule that was labelled or that found something, and one for all together, last. */
export function tally(verdicts: readonly Verdict[]): RuleTally[] {
  const row = (rule: RuleTally['rule'], of: (list: Named[]) => number): RuleTally => {
    const sum = (kind: 'right' | 'missed' | 'invented') =>
      verdicts.reduce((total, verdict) => total + of(verdict[kind]), 0)
    const [right, missed, invented] = [sum('right'), sum('missed'), sum('invented')]
    return {
      rule,
      labelled: right + missed,
      right,
      invented,
      precision: right + invented === 0 ? null : right / (right + invented),
      recall: right + missed === 0 ? null : right / (right + missed),
    }
  }
  const perRule = codeRules.map(({ id }) => row(id, (list) => list.filter(({ rule }) => rule === id).length))
  return [
    ...perRule.filter(({ labelled, invented }) => labelled + invented > 0),
    row('all', (list) => list.length),
  ]
}
