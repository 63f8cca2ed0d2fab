import { describe, expect, test } from 'vitest'
import { editSource } from '../../src/fix/edits.ts'
import { unwrap } from '../../src/judge/unwrap.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import type { SourceFile } from '../../src/setup/source-file.ts'
import { codeRules, labelledScripts } from '../support/code-corpus.ts'

interface Seen {
  rule: string
  draft: FindingDraft
  /** The rule and its message without numbers: a fix may move lines. */
  says: string
}

/** Unsafe fixes that let another rule speak of what the fault had hidden, or say in other words what it had said. */
const revealed = new Map([
  ['torch/custom_dataset_bgr.py fine-tuning/unfrozen-under-new-head', 'training/learning-rate'],
  // A tenth of a rate that is a hundred times too high.
  ['keras/butterfly_trainer.py fine-tuning/not-recompiled', 'fine-tuning/learning-rate'],
  // The usual rate, for batches of one image.
  ['keras/weather_no_validation.py training/learning-rate', 'training/batch-size'],
])

const scripts = await labelledScripts()

describe('fixes of the labelled scripts', () => {
  test.each(scripts.filter(({ faults }) => faults.length > 0))('$path', async (script) => {
    const before = await examine(script)
    for (const { rule, draft, says } of before.seen) {
      const edits = editsOf(draft)
      if (edits === null) continue
      const after = await examine({ ...script, text: editSource(script.path, script.text, edits) })
      expect(after.gaps, `${rule}: the file parses`).toEqual(before.gaps)
      expect(count(after.seen, says), `${rule} is gone`).toBeLessThan(count(before.seen, says))
      const fresh = after.seen.filter((one) => count(before.seen, one.says) === 0)
      const known = revealed.get(`${script.path} ${rule}`)
      expect(
        fresh.map((one) => one.rule).filter((one) => one !== known),
        `${rule}: nothing new`,
      ).toEqual([])
    }
  })
})

async function examine(script: SourceFile) {
  const setups = await setupsOf([script])
  const facts = { setups: { ok: true as const, value: setups } }
  const seen = codeRules.flatMap(({ id, check, wants }) =>
    [...check(unwrap(facts, wants))].map(
      (draft): Seen => ({ rule: id, draft, says: `${id}: ${draft.message.replace(/\d+/g, '#')}` }),
    ),
  )
  return { seen, gaps: setups.flatMap(({ gaps }) => gaps) }
}

/** The edits of a fix that can be applied; null where it is advice. */
function editsOf({ fix }: FindingDraft): Edit[] | null {
  if (fix === undefined || fix.applicability === 'manual') return null
  return fix.operations.filter((operation) => operation.op === 'edit')
}

const count = (seen: readonly Seen[], says: string) => seen.filter((one) => one.says === says).length
