import type { Report } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'

export interface RenderOptions {
  color: boolean
  /** Columns. */
  width: number
  /** Of the HTML report, as shown to the person. */
  reportPath?: string
  /** The project on a command line, with the options that say where its data and config are. */
  target: string
  /** Whose texts SARIF carries. */
  rules: readonly Rule[]
}

type Render = (report: Report, options: RenderOptions) => string

/** The output formats; each is loaded only when asked for. */
const renderers: Record<string, () => Promise<Render>> = {
  pretty: async () => (await import('../report/terminal.ts')).renderTerminal,
  json: async () => (await import('../report/json.ts')).renderJson,
  sarif: async () => {
    const { renderSarif } = await import('../report/sarif.ts')
    return (report, { rules }) => renderSarif(report, rules)
  },
  github: async () => (await import('../report/github.ts')).renderGithub,
  markdown: async () => {
    const { renderMarkdown } = await import('../report/markdown.ts')
    return (report, { target }) => renderMarkdown(report, target)
  },
  junit: async () => (await import('../report/junit.ts')).renderJunit,
}

/**
 * The report in a format of `doctor check --format`.
 * @throws Error on a format that does not exist; the option's choices keep such away
 */
export async function render(report: Report, format: string, options: RenderOptions): Promise<string> {
  const load = renderers[format]
  if (load === undefined) throw new Error(`no format is called ${format}`)
  return (await load())(report, options)
}
