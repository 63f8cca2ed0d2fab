import { createRequire } from 'node:module'
import { readTree, type SyntaxTree } from './tree.ts'

export type ParsePython = (text: string) => SyntaxTree

let parser: Promise<ParsePython> | undefined

/** The tree-sitter parser with its Python grammar (both WASM), loaded once on first use (about 25 ms). */
export function openGrammar(): Promise<ParsePython> {
  parser ??= load()
  return parser
}

async function load(): Promise<ParsePython> {
  // The package is CommonJS behind a wrapper, so at run time its names exist on the default export only.
  const { default: treeSitter } = await import('@vscode/tree-sitter-wasm')
  await treeSitter.Parser.init()
  const { resolve } = createRequire(import.meta.url)
  const grammar = await treeSitter.Language.load(
    resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'),
  )
  const parser = new treeSitter.Parser().setLanguage(grammar)
  return (text) => {
    const tree = parser.parse(universalNewlines(text))
    if (tree === null) throw new Error('tree-sitter gave no tree')
    try {
      return readTree(tree)
    } finally {
      tree.delete()
    }
  }
}

/** The grammar does not end a line at a lone carriage return as Python does. Offsets stay the same. */
const universalNewlines = (text: string) => text.replace(/\r(?!\n)/g, '\n')
