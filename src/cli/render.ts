import type { Report } from '../model/report.ts'

export interface RenderOptions {
  color: boolean
  /** Columns. */
  width: number
  /** Of the HTML report, as shown to the person. */
  reportPath?: string
}

type Render = (report: Report, options: RenderOptions) => string

/** The output formats; each is loaded only when asked for. */
const renderers: Record<string, () => Promise<Render>> = {
  pretty: async () => (await import('../report/terminal.ts')).renderTerminal,
  json: async () => (await import('../report/json.ts')).renderJson,
  sarif: async () => (await import('../report/sarif.ts')).renderSarif,
  github: async () => (await import('../report/github.ts')).renderGithub,
  markdown: async () => (await import('../report/markdown.ts')).renderMarkdown,
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
