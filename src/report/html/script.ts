import { compareScript } from './script/compare.ts'
import { filterScript } from './script/filter.ts'
import { keysScript } from './script/keys.ts'

/**
 * What the page can do beyond being read: filter findings, show how two images differ, go from finding to finding by
 * key, copy commands, unfold everything for paper. The page is complete without it. The CSP admits exactly this text.
 */
export const script = `
'use strict'
${filterScript}${compareScript}${keysScript}`
