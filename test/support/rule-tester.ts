import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { editSource } from '../../src/fix/edits.ts'
import { applyToDataset, restrictImages } from '../../src/fix/overlay.ts'
import { unwrap } from '../../src/judge/unwrap.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { Facts } from '../../src/model/facts.ts'
import { type FindingDraft, isSpan, type Location } from '../../src/model/finding.ts'
import type { Operation } from '../../src/model/fix.ts'
import type { Rule } from '../../src/model/rule.ts'
import { type SourceFile, setupsOf } from '../../src/setup/gather.ts'

interface SourceCase {
  name: string
  files: Record<string, string>
  /** The data of the project, for rules that look at code and data. */
  dataset?: Dataset
  images?: NonNullable<Facts['images']>
}
interface FactsCase {
  name: string
  facts: Facts
}
export type Case = SourceCase | FactsCase

export type SickCase = Case & {
  /** Every finding, in the order in which the rule yields them. */
  findings: { at: string; says?: string }[]
  /** Why applying the fixes does not silence the rule (a manual fix); without it, it must. */
  unfixed?: string
  /** Why an unsafe fix makes another rule speak of what the fault had hidden; without it, none may. */
  reveals?: string
}

/**
 * Runs a rule over healthy and sick cases. Strict: case names are unique, a sick case lists every finding by its
 * places (`train.py:12`, `cell 3:4` in notebooks, `train/a.jpg, val/b.jpg`), and once the fixes are applied the
 * rule is silent, the code still parses, and no rule that looks at code alone finds anything that it did not before.
 */
export function ruleTester(rule: Rule, cases: { healthy: Case[]; sick: SickCase[] }): void {
  const names = [...cases.healthy, ...cases.sick].map((one) => one.name)
  if (new Set(names).size !== names.length) throw new Error(`${rule.id}: two cases share a name`)
  describe(rule.id, () => {
    for (const healthy of cases.healthy) {
      test(`silent on ${healthy.name}`, async () => {
        expect(check(rule, await factsOf(healthy)).map(describeDraft)).toEqual([])
      })
    }
    for (const sick of cases.sick) {
      test(`finds ${sick.name}`, async () => {
        const drafts = check(rule, await factsOf(sick))
        expect(sick.findings.length, 'a sick case lists its findings').toBeGreaterThan(0)
        expect(drafts.map((draft) => placesOf(draft.locations))).toEqual(sick.findings.map((one) => one.at))
        for (const [index, expected] of sick.findings.entries()) {
          if (expected.says !== undefined) expect(drafts[index]?.message).toContain(expected.says)
        }
        if (sick.unfixed !== undefined) return
        await expectFixed(rule, sick, drafts)
      })
    }
  })
}

/** Applies the fixes and looks again. */
async function expectFixed(rule: Rule, sick: SickCase, drafts: FindingDraft[]): Promise<void> {
  const fixed = await fixedFacts(sick, drafts)
  expect(check(rule, fixed).map(describeDraft), 'silent once fixed').toEqual([])
  if (!('files' in sick)) return
  const before = await factsOf(sick)
  expect(gapsIn(fixed), 'the fixed files parse').toEqual(gapsIn(before))
  if (sick.reveals !== undefined) return
  const known = codeFindings(before)
  const added = codeFindings(fixed).filter((finding) => !known.includes(finding))
  expect(added, 'nothing new once fixed').toEqual([])
}

const check = (rule: Rule, facts: Facts): FindingDraft[] => [...rule.check(unwrap(facts, rule.wants))]

const describeDraft = (draft: FindingDraft) => `${placesOf(draft.locations)}: ${draft.message}`

function placesOf(locations: readonly Location[]): string {
  return locations
    .map((location) => {
      if (!isSpan(location)) return location.path
      return location.cell === undefined
        ? `${location.path}:${location.line}`
        : `${location.path} cell ${location.cell}:${location.line}`
    })
    .join(', ')
}

async function factsOf(one: Case): Promise<Facts> {
  if ('facts' in one) return one.facts
  const { dataset, images } = one
  return {
    setups: { ok: true, value: await setupsOf(sourcesOf(one.files)) },
    ...(dataset === undefined ? {} : { dataset: { ok: true, value: dataset } }),
    ...(images === undefined ? {} : { images }),
  }
}

const gapsIn = ({ setups }: Facts) => (setups?.ok ? setups.value.flatMap(({ gaps }) => gaps) : [])

/** What all rules that look at code alone say, by rule and message without numbers: a fix may move lines. */
const codeFindings = (facts: Facts): string[] =>
  rules
    .filter(({ needs }) => needs.every((need) => need === 'setups'))
    .flatMap((one) => check(one, facts).map(({ message }) => `${one.id}: ${message.replace(/\d+/g, '#')}`))

/** Source files by name: the ending decides the language. */
export function sourcesOf(files: Record<string, string>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => {
    if (path.endsWith('.ipynb')) return { path, kind: 'notebook', text }
    return { path, kind: path.endsWith('.py') ? 'python' : 'typescript', text }
  })
}

async function fixedFacts(one: Case, drafts: FindingDraft[]): Promise<Facts> {
  const operations = drafts.flatMap((draft) =>
    draft.fix === undefined || draft.fix.applicability === 'manual' ? [] : draft.fix.operations,
  )
  if ('files' in one) return factsOf({ ...one, files: editFiles(one.files, operations) })
  const { dataset, images } = one.facts
  if (!dataset?.ok) return one.facts
  const fixed = applyToDataset(dataset.value, operations)
  return {
    ...one.facts,
    dataset: { ok: true, value: fixed },
    ...(images?.ok ? { images: { ok: true, value: restrictImages(images.value, fixed) } } : {}),
  }
}

function editFiles(files: Record<string, string>, operations: Operation[]): Record<string, string> {
  const edits = operations.filter((operation) => operation.op === 'edit')
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      editSource(
        path,
        text,
        edits.filter((edit) => edit.span.path === path),
      ),
    ]),
  )
}
