import { describe, expect, test } from 'vitest'
import { applyEdits, editSource, OverlappingEdits } from '../../src/fix/edits.ts'
import type { Edit } from '../../src/model/fix.ts'

const edit = (at: [number, number, number, number], text: string): Edit => {
  const [line, column, endLine, endColumn] = at
  return { op: 'edit', span: { path: 'a.py', line, column, endLine, endColumn, snippet: '' }, text }
}

describe('applyEdits', () => {
  const text = 'one\r\ntwo\nthree'
  test('replaces, inserts and deletes, whatever the order given', () => {
    expect(
      applyEdits(text, [edit([3, 1, 3, 6], 'drei'), edit([1, 1, 1, 1], '# '), edit([2, 1, 3, 1], '')]),
    ).toBe('# one\r\ndrei')
  })
  test('counts equal edits once and keeps the order of insertions at one place', () => {
    const twice = edit([2, 1, 2, 4], 'zwei')
    expect(applyEdits(text, [twice, twice])).toBe('one\r\nzwei\nthree')
    expect(applyEdits('x', [edit([1, 1, 1, 1], 'a'), edit([1, 1, 1, 1], 'b')])).toBe('abx')
  })
  test('refuses overlapping edits', () => {
    expect(() => applyEdits(text, [edit([1, 1, 1, 3], ''), edit([1, 2, 1, 4], '')])).toThrow(OverlappingEdits)
  })
})

describe('editSource', () => {
  const inCell = (cell: number, one: Edit): Edit => ({ ...one, span: { ...one.span, cell } })
  const notebook = [
    '{',
    ' "cells": [',
    '  {"cell_type": "markdown", "source": ["# Title"]},',
    '  {"cell_type": "code", "source": ["a = 1\\n", "b = 2"], "outputs": [1e-05]},',
    '  {"cell_type": "code", "source": "c = \\u00e9"}',
    ' ],',
    ' "nbformat": 4',
    '}',
    '',
  ].join('\n')
  test('changes one code cell of a notebook and no other byte', () => {
    const edited = editSource('a.ipynb', notebook, [inCell(1, edit([2, 5, 2, 6], '3'))])
    expect(JSON.parse(edited).cells[1].source).toEqual(['a = 1\n', 'b = 3'])
    expect(edited).toContain('"outputs": [1e-05]')
    expect(edited).toContain('"c = \\u00e9"')
    expect(editSource('a.ipynb', notebook, [])).toBe(notebook)
  })
  test('edits plain files as text', () => {
    expect(editSource('a.py', 'x = 1', [edit([1, 5, 1, 6], '2')])).toBe('x = 2')
  })
})
