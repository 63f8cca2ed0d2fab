import { lineOf, withoutLine } from '../../src/judge/statement-edits.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import type { BatchLoop } from '../../src/model/training.ts'

export default defineRule({
  id: 'training/zero-grad',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A PyTorch training loop does not clear the gradients between two steps of the optimizer, or clears them before the step uses them.',
    why: 'backward() adds to the gradients that are there. Without clearing, each step goes along the sum of all batches so far: the loss oscillates or diverges and validation follows it. Cleared between backward() and step(), every step is zero and nothing is learned at all.',
    how: 'Call optimizer.zero_grad() once for each optimizer.step(), before backward() or right behind the step. Where gradients are accumulated over k batches on purpose, clear them where the step is.',
    fixSafety:
      'Safe: the call goes right behind the step, so that gradients are kept exactly until the optimizer has used them.',
    references: [
      'https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html',
      'https://pytorch.org/tutorials/recipes/recipes/zeroing_out_gradients.html',
    ],
    bad: `for images, labels in train_loader:
    loss = criterion(model(images), labels)
    loss.backward()
    optimizer.step()`,
    good: `for images, labels in train_loader:
    optimizer.zero_grad()
    loss = criterion(model(images), labels)
    loss.backward()
    optimizer.step()`,
  },
  *check({ setups }) {
    for (const { loops = [] } of setups) {
      const told = new Set<string>()
      for (const loop of loops) {
        const place = JSON.stringify(loop.step)
        if (loop.step === null || loop.backward === null || told.has(place)) continue
        if (loop.cleared !== 'no' && loop.cleared !== 'lost') continue
        told.add(place)
        yield draft(loop, loop.backward, loop.step)
      }
    }
  },
})

function draft(loop: BatchLoop, backward: Span, step: Span): FindingDraft {
  const optimizer = optimizerIn(step)
  const edits = optimizer === null ? null : editsFor(loop, step, optimizer)
  const lost = loop.cleared === 'lost' && loop.clear !== null
  return {
    message: lost
      ? 'The gradients are cleared between backward() and the step of the optimizer: no step changes anything'
      : 'The gradients are never cleared in this loop: each step adds those of all batches before',
    locations: lost && loop.clear !== null ? [loop.clear, step] : [step, backward],
    confidence: 0.95,
    evidence: { loopLine: loop.span.line, backwardLine: backward.line, stepLine: step.line },
    fix: {
      title: `Call ${optimizer ?? 'optimizer'}.zero_grad() behind the step`,
      applicability: edits === null ? 'manual' : 'safe',
      operations: edits ?? [],
    },
  }
}

/** `optimizer` of `optimizer.step()` and of `scaler.step(optimizer)`. */
function optimizerIn(step: Span): string | null {
  const text = step.snippet.slice(step.column - 1)
  const given = /^[\w.]*scaler\.step\(([A-Za-z_][\w.]*)\)/.exec(text)?.[1]
  return given ?? /^([A-Za-z_][\w.]*)\.step\(/.exec(text)?.[1] ?? null
}

function editsFor({ cleared, clear }: BatchLoop, step: Span, optimizer: string): Edit[] | null {
  const indent = lineOf(step)
  if (indent === null) return null
  const end = { ...step, line: step.endLine, column: step.endColumn }
  const insert: Edit = { op: 'edit', span: end, text: `\n${indent}${optimizer}.zero_grad()` }
  if (cleared !== 'lost' || clear === null) return [insert]
  const removal = withoutLine(clear)
  return removal === null ? null : [removal, insert]
}
