import assert from 'node:assert/strict'
import { rules } from '../../rules/index.ts'
import { editSource } from '../fix/edits.ts'
import { applyToDataset, restrictImages } from '../fix/overlay.ts'
import { unwrap } from '../judge/unwrap.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Facts } from '../model/facts.ts'
import { type FindingDraft, isSpan, type Location } from '../model/finding.ts'
import type { Operation } from '../model/fix.ts'
import type { Rule } from '../model/rule.ts'
import { setupsOf } from '../setup/gather.ts'
import type { SourceFile } from '../setup/source-file.ts'

/** Source files by name, as they lie in a project: Python, notebooks, TypeScript. */
export interface SourceCase {
  name: string
  files: Record<string, string>
  /** The data of the project, for rules that look at code and data. */
  dataset?: Dataset
  images?: NonNullable<Facts['images']>
}
/** Facts as they would be gathered. */
export interface FactsCase {
  name: string
  facts: Facts
}
export type Case = SourceCase | FactsCase

export type SickCase = Case & {
  /** Every finding, in the order in which the rule yields them. */
  findings: { at: string; says?: string }[]
  /** Why applying the fixes does not silence the rule (a manual fix), which is checked; without it, it must. */
  unfixed?: string
  /** Why an unsafe fix makes another rule speak of what the fault had hidden; without it, none may. */
  reveals?: string
}

/** The functions of a test runner that the tester needs: those of vitest, Jest, `node:test`, or Mocha's `it`. */
export interface Runner {
  describe(name: string, body: () => void): unknown
  test(name: string, body: () => Promise<void>): unknown
}

/**
 * Runs a rule over healthy and sick cases. Strict: case names are unique, a sick case lists every finding by its
 * places (`train.py:12`, `cell 3:4` in notebooks, `train/a.jpg, val/b.jpg`), and once the fixes are applied the
 * rule is silent, the code still parses, and no rule that looks at code alone finds anything that it did not before.
 * @throws Error when two cases share a name
 */
export function ruleTester(
  rule: Rule,
  cases: { healthy: Case[]; sick: SickCase[] },
  { describe, test }: Runner,
): void {
  const names = [...cases.healthy, ...cases.sick].map((one) => one.name)
  if (new Set(names).size !== names.length) throw new Error(`${rule.id}: two cases share a name`)
  describe(rule.id, () => {
    for (const healthy of cases.healthy)
      test(`silent on ${healthy.name}`, async () => {
        same(check(rule, await factsOf(healthy)).map(describeDraft), [], 'finds something')
      })
    for (const sick of cases.sick) test(`finds ${sick.name}`, () => expectFound(rule, sick))
  })
}

async function expectFound(rule: Rule, sick: SickCase): Promise<void> {
  const drafts = check(rule, await factsOf(sick))
  assert.ok(sick.findings.length > 0, 'a sick case lists its findings')
  const places = drafts.map((draft) => placesOf(draft.locations))
  same(
    places,
    sick.findings.map((one) => one.at),
    'finds other places',
  )
  for (const [index, { says }] of sick.findings.entries()) {
    const message = drafts[index]?.message ?? ''
    if (says !== undefined) assert.ok(message.includes(says), `"${message}" does not say "${says}"`)
  }
  if (sick.unfixed === undefined) await expectFixed(rule, sick, drafts)
  else await expectUnfixed(rule, sick, drafts)
}

/** A case that no fix mends must be one. */
async function expectUnfixed(rule: Rule, sick: SickCase, drafts: FindingDraft[]): Promise<void> {
  const left = check(rule, await fixedFacts(sick, drafts))
  assert.ok(left.length > 0, `is silent once fixed, though it is said to be unfixed: ${sick.unfixed}`)
}

/** Applies the fixes and looks again. */
async function expectFixed(rule: Rule, sick: SickCase, drafts: FindingDraft[]): Promise<void> {
  const fixed = await fixedFacts(sick, drafts)
  same(check(rule, fixed).map(describeDraft), [], 'is not silent once fixed')
  if (!('files' in sick)) return
  const before = await factsOf(sick)
  same(gapsIn(fixed), gapsIn(before), 'the fixed files cannot be read')
  if (sick.reveals !== undefined) return
  const known = codeFindings(before)
  const added = codeFindings(fixed).filter((finding) => !known.includes(finding))
  same(added, [], 'other rules find something new once it is fixed')
}

/** Says what went wrong above the difference. */
function same(actual: unknown, expected: unknown, otherwise: string): void {
  try {
    assert.deepEqual(actual, expected)
  } catch (fault) {
    const difference = fault instanceof Error ? fault.message : ''
    const message = `${otherwise}\n${difference}`
    throw new assert.AssertionError({ message, actual, expected, operator: 'deepStrictEqual' })
  }
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
