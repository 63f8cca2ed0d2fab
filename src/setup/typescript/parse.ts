import type { ts } from 'ts-morph'
import { z } from 'zod'
import { depthBound } from '../lowering.ts'
import type { Expression, Program, Statement } from '../program.ts'
import { lowerClass } from './classes.ts'
import { lowerExpression } from './expressions.ts'
import { lowerFunction } from './functions.ts'
import { type Compiler, type Lowering, unknownOf } from './lowering.ts'
import { spanner } from './spans.ts'
import { lowerBlock } from './statements.ts'
import { suppressionsOf } from './suppressions.ts'

/** Expressions and statements nested deeper than this are not followed: no person writes them. */
const deepest = 150

/**
 * Lowers one TypeScript or JavaScript file (.ts, .tsx, .mts, .cts, .js, .jsx, .mjs, .cjs) to the Program that the
 * interpreter runs. Purely syntactic: types are skipped, nothing is resolved or executed. Never throws: what does
 * not parse is named in `gaps`. The parser is ts-morph's, loaded on first use (about 0.3 s).
 */
export async function parseTypeScript(file: { path: string; text: string }): Promise<Program> {
  const { ts } = await import('ts-morph')
  const language = /\.[cm]?tsx?$/i.test(file.path) ? 'typescript' : 'javascript'
  const empty: Program = { path: file.path, language, body: [], suppressions: [], gaps: [] }
  try {
    return { ...empty, ...lowerSource(ts, file) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ...empty, gaps: [{ reason: 'nested too deeply to be parsed' }] }
  }
}

function lowerSource(ts: Compiler, file: { path: string; text: string }) {
  const source = ts.createSourceFile(
    file.path,
    file.text,
    ts.ScriptTarget.Latest,
    false,
    scriptKind(ts, file.path),
  )
  const spanAt = spanner(ts, source, file.path)
  const low = loweringOf(ts, source, (node) => spanAt(node.getStart(source), node.getEnd()))
  const gaps = syntaxErrors(source).map(({ start, reason }) => ({ reason, span: spanAt(start, start) }))
  const suppressions = suppressionsOf(file.text, spanAt)
  const scope = { declared: new Set<string>(), assigned: new Set<string>() }
  low.scopes.push(scope)
  const body = low.block(source.statements)
  return { body: [...pageGlobal(low, scope.declared), ...body], suppressions, gaps }
}

/** Ties the parts of the lowering together and bounds their depth, so that no input exhausts the stack. */
function loweringOf(ts: Compiler, source: ts.SourceFile, spanOf: Lowering['spanOf']): Lowering {
  const bounded = depthBound(deepest)
  const low: Lowering = {
    ts,
    source,
    spanOf,
    prelude: [],
    scopes: [],
    expression: (node) =>
      bounded<Expression>(
        () => ({ kind: 'unknown', span: spanOf(node), reads: [] }),
        () => functionOrClass(node, low) ?? lowerExpression(node, low) ?? unknownOf(node, low),
      ),
    block: (nodes) =>
      bounded<Statement[]>(
        () => nodes.map((node) => ({ kind: 'unknown', span: spanOf(node), reads: [] })),
        () => lowerBlock(nodes, low),
      ),
    functionOf: (node, shape) => lowerFunction(node, low, shape),
  }
  return low
}

function functionOrClass(node: ts.Expression, low: Lowering): Expression | null {
  const { ts } = low
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return low.functionOf(node)
  if (!ts.isClassExpression(node)) return null
  const span = low.spanOf(node)
  const name = node.name?.text ?? `class at ${span.line}:${span.column}`
  low.prelude.push(...lowerClass(node, low, name))
  return { kind: 'name', name, span }
}

/** The script of a page finds the library in a global, `tf`: imported in front unless the file binds the name. */
function pageGlobal(low: Lowering, declared: ReadonlySet<string>): Statement[] {
  const { source } = low
  if (declared.has('tf') || !/\btf\b/.test(source.text)) return []
  const span = { ...low.spanOf(source), line: 1, column: 1, endLine: 1, endColumn: 1 }
  return [{ kind: 'import', bindings: [{ module: '@tensorflow/tfjs', name: null, local: 'tf' }], span }]
}

function scriptKind(ts: Compiler, path: string): ts.ScriptKind {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  if (ending === 'tsx') return ts.ScriptKind.TSX
  if (ending === 'ts' || ending === 'mts' || ending === 'cts') return ts.ScriptKind.TS
  return ts.ScriptKind.JSX
}

const Parsed = z.object({
  parseDiagnostics: z.array(z.object({ start: z.number(), messageText: z.unknown() })),
})

/** The parser keeps its errors on the file, in a property that its types do not show. */
function syntaxErrors(source: ts.SourceFile): { start: number; reason: string }[] {
  const parsed = Parsed.safeParse(source)
  if (!parsed.success) return []
  const [first] = parsed.data.parseDiagnostics
  if (first === undefined) return []
  const message = typeof first.messageText === 'string' ? first.messageText : 'syntax error'
  return [{ start: first.start, reason: `does not parse: ${message}` }]
}
