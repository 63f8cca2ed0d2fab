import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { Config } from '../model/config.ts'
import { describeFault, ProjectError } from './problem.ts'

const defaultName = 'doctor.config.json'

/**
 * Reads `doctor.config.json` of the project, or the file named with `--config` (relative to the working folder).
 * Comments and trailing commas are allowed. No file at the default place is an empty config.
 * @throws ProjectError on a missing named file, broken JSON or unknown keys
 */
export async function readConfig(root: string, named?: string): Promise<Config> {
  const file = named === undefined ? path.join(root, defaultName) : path.resolve(named)
  const shown = named ?? defaultName
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (fault) {
    if (named === undefined && describeFault(fault) === 'does not exist') return {}
    throw new ProjectError(`${shown}: ${describeFault(fault)}`)
  }
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, { allowTrailingComma: true })
  const first = errors[0]
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length
    throw new ProjectError(`${shown}:${line}: not valid JSON (${printParseErrorCode(first.error)})`)
  }
  const parsed = Config.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new ProjectError(`${shown}: ${issue?.path.join('.') || 'config'}: ${issue?.message ?? 'not valid'}`)
}
