import { indented, lineOf } from '../../src/judge/statement-edits.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit, Fix } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { BatchLoop } from '../../src/model/training.ts'

/** What a loop lacks; `later`: only in later rounds. */
interface Lack {
  mode: 'now' | 'later' | null
  gradients: boolean
}

export default defineRule({
  id: 'training/eval-mode',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A PyTorch model is evaluated without model.eval() or without torch.no_grad(), or goes on training in evaluation mode.',
    why: 'In training mode dropout drops units and batch normalisation uses, and overwrites its statistics with, the batch at hand: validation is scored by a noisier, weaker model that also learns from the validation images. Left in evaluation mode, training runs without dropout and with frozen statistics from the second epoch on. Gradients that nobody needs cost memory and time, not accuracy.',
    how: 'model.eval() and with torch.no_grad(): around every evaluation, model.train() at the start of every training epoch.',
    fixSafety:
      'Safe where only the mode is set. Wrapping the loop in torch.no_grad() indents its lines, which changes strings of several lines: unsafe.',
    references: [
      'https://pytorch.org/docs/stable/notes/autograd.html#locally-disable-grad-doc',
      'https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval',
      'Ioffe and Szegedy, Batch Normalization, 2015, section 3.1: https://arxiv.org/abs/1502.03167',
    ],
    bad: `for images, labels in val_loader:
    correct += (model(images).argmax(1) == labels).sum()`,
    good: `model.eval()
with torch.no_grad():
    for images, labels in val_loader:
        correct += (model(images).argmax(1) == labels).sum()`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      const told = new Set<string>()
      for (const loop of setup.loops ?? []) {
        const found = loop.role === 'training' ? leftInEvaluation(loop) : examine(loop, setup)
        const place = JSON.stringify(loop.span)
        if (found === null || told.has(place)) continue
        told.add(place)
        yield found
      }
    }
  },
})

function examine(loop: BatchLoop, setup: TrainingSetup): FindingDraft | null {
  const role = setup.pipelines.find(({ id }) => id === loop.pipeline)?.role
  if (loop.forward === null || (role !== 'validation' && role !== 'test')) return null
  const mode =
    loop.modal !== true
      ? null
      : loop.training.value === true
        ? 'now'
        : loop.trainingLater.value === true
          ? 'later'
          : null
  const lack: Lack = { mode, gradients: loop.gradients.value === true }
  return mode === null && !lack.gradients ? null : draft(loop, role, lack, setup)
}

function draft(loop: BatchLoop, role: 'validation' | 'test', lack: Lack, setup: TrainingSetup): FindingDraft {
  const images = role === 'validation' ? 'validation images' : 'test images'
  const mode = {
    now: `The model is in training mode when it meets the ${images}: eval() is not called before this loop`,
    later: `From the second round on the model is in training mode when it meets the ${images}`,
  }
  const gradients = `The gradients of the ${images} are recorded for nothing: this loop is not in torch.no_grad()`
  return {
    message:
      lack.mode === null
        ? gradients
        : mode[lack.mode] + (lack.gradients ? ', and gradients are recorded' : ''),
    locations: [loop.span, ...(loop.forward === null ? [] : [loop.forward])],
    severity: lack.mode === null ? 'warning' : 'error',
    confidence: 0.95,
    evidence: {
      role,
      training: loop.training.value,
      trainingLater: loop.trainingLater.value,
      gradients: loop.gradients.value,
    },
    fix: fixOf(loop, lack, setup),
  }
}

function fixOf(loop: BatchLoop, lack: Lack, { loops = [] }: TrainingSetup): Fix {
  const indent = lineOf(loop.span)
  const title =
    lack.mode === null
      ? 'Wrap the loop in torch.no_grad()'
      : lack.gradients
        ? 'Call eval() before the loop and wrap it in torch.no_grad()'
        : 'Call eval() before the loop'
  const trainsOn = loops.some((one) => one.role === 'training' && one.model === loop.model)
  const before = lack.mode === null ? '' : `${indent}${loop.called}.eval()\n`
  const after = lack.mode === null || !trainsOn ? '' : `\n${indent}${loop.called}.train()`
  // One loop of a function that both sides call: what is right for one is wrong for the other.
  const shared = loops.some((one) => one.role === 'training' && isAt(one.span, loop.span))
  const edits =
    shared || indent === null || (lack.mode !== null && loop.called === null)
      ? null
      : around(loop, before, after, lack.gradients ? `${indent}with torch.no_grad():\n` : null)
  if (edits === null) return { title, applicability: 'manual', operations: [] }
  return { title, applicability: lack.gradients ? 'unsafe' : 'safe', operations: edits }
}

const isAt = (a: BatchLoop['span'], b: BatchLoop['span']): boolean =>
  a.path === b.path && a.cell === b.cell && a.line === b.line && a.column === b.column

/** Lines before and behind the loop, which is indented when a `with` opens before it; null where it cannot be. */
function around(
  { span, lines }: BatchLoop,
  before: string,
  after: string,
  opened: string | null,
): Edit[] | null {
  if (lines === undefined) return null
  const body = opened === null ? [] : indented(span, lines)
  if (body === null) return null
  const start = { ...span, column: 1, endLine: span.line, endColumn: 1 }
  const snippet = (lines.at(-1) ?? '').slice(0, 200)
  const end = { ...span, line: span.endLine, column: span.endColumn, snippet }
  const head: Edit = { op: 'edit', span: start, text: before + (opened === null ? '' : `${opened}    `) }
  const tail: Edit[] = after === '' ? [] : [{ op: 'edit', span: end, text: after }]
  return [head, ...body, ...tail]
}

/** Training that starts in training mode and is left in evaluation mode by what follows it in the same loop. */
function leftInEvaluation(loop: BatchLoop): FindingDraft | null {
  if (loop.modal !== true || loop.training.value !== true || loop.trainingLater.value !== false) return null
  const indent = lineOf(loop.span)
  const edits: Edit[] | null =
    indent === null || loop.called === null
      ? null
      : around(loop, `${indent}${loop.called}.train()\n`, '', null)
  const set = loop.trainingLater.from === 'code' ? [loop.trainingLater.span] : []
  return {
    message: 'From the second round on the model is trained in evaluation mode: eval() is never undone',
    locations: [loop.span, ...set],
    severity: 'warning',
    confidence: 0.9,
    evidence: { training: true, trainingLater: false },
    fix: {
      title: 'Call train() before the training loop',
      applicability: edits === null ? 'manual' : 'safe',
      operations: edits ?? [],
    },
  }
}
