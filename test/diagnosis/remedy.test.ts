import { expect, test } from 'vitest'
import { remedyOf } from '../../src/diagnosis/remedy.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Fix } from '../../src/model/fix.ts'
import { found, trial } from './found.ts'

const fixed = (
  applicability: Fix['applicability'],
  title = 'Do it',
  changes: Partial<Finding> = {},
): Finding =>
  found('training/learning-rate', {
    how: 'Lower the rate.',
    fix: { title, applicability, operations: [{ op: 'exclude', sample: 'a.jpg' }] },
    ...changes,
  })

test('one command for all findings of a rule, with --unsafe only where one needs it', () => {
  expect(remedyOf([fixed('safe'), fixed('safe')], './p')).toEqual({
    command: 'doctor fix ./p training/learning-rate',
    how: 'Do it',
  })
  expect(remedyOf([fixed('safe'), fixed('unsafe', 'Or that')], './p')).toEqual({
    command: 'doctor fix ./p training/learning-rate --unsafe',
    how: 'Do it; Or that',
  })
})

test('what is to be done by hand has no command', () => {
  expect(remedyOf([fixed('manual', 'Hold out more')], 'p')).toEqual({ how: 'Hold out more' })
  expect(remedyOf([found('training/eval-mode', { how: 'Call eval().' })], 'p')).toEqual({
    how: 'Call eval().',
  })
  const field = {
    title: 'Scale',
    applicability: 'unsafe' as const,
    operations: [{ op: 'set' as const, field: 'x', value: 1 }],
  }
  expect(remedyOf([found('preprocessing/wrong-range', { fix: field })], 'p')).toEqual({ how: 'Scale' })
})

test('a refuted fix is not applied', () => {
  expect(remedyOf([fixed('safe', 'Do it', { trial: trial('refuted') })], 'p')).toEqual({ how: 'Do it' })
})

test('a project is one word of the shell, whatever it is called', () => {
  const command = (project: string) => remedyOf([fixed('safe')], project).command
  expect(command('my project')).toBe("doctor fix 'my project' training/learning-rate")
  expect(command("$(rm -rf ~)'s")).toBe("doctor fix '$(rm -rf ~)'\\''s' training/learning-rate")
})
