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
  // The package is CommonJS, which Node would read twice to import it.
  const require = createRequire(import.meta.url)
  const treeSitter: typeof import('@vscode/tree-sitter-wasm') = require('@vscode/tree-sitter-wasm')
  await treeSitter.Parser.init()
  const grammar = await treeSitter.Language.load(
    require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'),
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
