import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { rules } from '../../rules/index.ts'
import { ruleText } from '../../src/report/rule-text.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { golden } from './golden/report.ts'

/** The official schema, as in the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT). */
const schemaFile = new URL('./schemas/sarif-2.1.0-rtm.5.json', import.meta.url)
const {
  id: _id,
  $schema: _draft4,
  ...schema
} = z.looseObject({ id: z.string(), $schema: z.string() }).parse(JSON.parse(readFileSync(schemaFile, 'utf8')))
// Written for draft 4, of which it uses nothing that draft 7 reads differently but the names left out above.
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)

const Log = z.object({
  runs: z.array(
    z.object({
      tool: z.object({ driver: z.object({ rules: z.array(z.looseObject({ id: z.string() })) }) }),
      results: z.array(
        z.object({
          ruleId: z.string(),
          ruleIndex: z.int(),
          level: z.string(),
          message: z.object({ text: z.string() }),
          locations: z.array(
            z.looseObject({
              physicalLocation: z.object({
                artifactLocation: z.object({ uri: z.string() }),
                region: z.looseObject({ startLine: z.int() }),
              }),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
          fixes: z.array(z.json()).optional(),
        }),
      ),
    }),
  ),
})
const [run] = Log.parse(JSON.parse(renderSarif(golden, rules))).runs
const resultOf = (id: string) =>
  run?.results.find((result) => result.partialFingerprints['trainingDoctor/v1'] === id)

test('keeps to the official schema, which notices a broken log', () => {
  for (const known of [rules, []]) {
    validate(JSON.parse(renderSarif(golden, known)))
    expect(validate.errors).toBeNull()
  }
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
})

test('has a result for each finding, each pointing at its rule', () => {
  expect(run?.results).toHaveLength(golden.findings.length)
  for (const result of run?.results ?? []) {
    expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId)
    expect(result.locations).toHaveLength(1)
  }
})

test('code has a region; notebooks and images have their file', () => {
  expect(resultOf('8ed602f59b173ae4')?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'grocery-leaky/src/train.py' },
    region: { startLine: 41, startColumn: 20, endLine: 41, endColumn: 69 },
  })
  expect(resultOf('9fe713a6ac284bf5')?.locations[0]).toEqual({
    physicalLocation: {
      artifactLocation: { uri: 'grocery-leaky/notebooks/explore%20%3Cb%3E.ipynb' },
      region: { startLine: 1 },
    },
    logicalLocations: [{ name: 'notebooks/explore <b>.ipynb, cell 7, line 4' }],
  })
  expect(resultOf('1d6f9b8e24a0c375')?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
    'grocery-leaky/train/orange/first%0Aerror%20second.jpg',
  )
})

test('edits of scripts are fixes; advice and data operations are not', () => {
  expect(resultOf('b1a935c8ce4a6d17')?.fixes).toEqual([
    {
      description: { text: 'Set patience to 3' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'grocery-leaky/src/train.py' },
          replacements: [
            {
              deletedRegion: { startLine: 58, startColumn: 63, endLine: 58, endColumn: 65 },
              insertedContent: { text: '3' },
            },
          ],
        },
      ],
    },
  ])
  for (const id of ['9fe713a6ac284bf5', 'a3f1c09d5e7b2461', 'c2ba46d9df5b7e28'])
    expect(resultOf(id)?.fixes).toBeUndefined()
})

test('a rule is described as doctor explain does; one of somebody else by its findings', () => {
  const described = run?.tool.driver.rules.find(({ id }) => id === 'leakage/near-duplicate')
  const rule = rules.find(({ id }) => id === 'leakage/near-duplicate')
  expect(described).toMatchObject({
    shortDescription: { text: rule?.docs.what },
    help: {
      text: rule === undefined ? '' : ruleText(rule),
      markdown: expect.stringContaining('## How to fix it'),
    },
    properties: { tags: ['leakage'] },
  })
  const [alone] = Log.parse(JSON.parse(renderSarif(golden))).runs
  expect(alone?.tool.driver.rules.find(({ id }) => id === 'images/unreadable')).toMatchObject({
    help: { text: 'Copy the file again from its source, or leave it out.' },
  })
})
