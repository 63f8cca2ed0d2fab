import { z } from 'zod'

/** What looking for a back-end showed. */
export interface Look {
  available: boolean
  /** Slower than what every machine has: used only when asked for by name. */
  slow?: true
  /** What it is, or why it is absent and the remedy; one line. */
  detail: string
}

const Missing = z.object({ code: z.enum(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']) })

/** The look of a package that could not be imported. `remedy`: when and how to install it; it also installs it anew. */
export const absence = (fault: unknown, remedy: string): Look => ({
  available: false,
  detail: Missing.safeParse(fault).success
    ? `not installed; ${remedy}`
    : `installed, but does not load (${oneLine(fault)}); anew, ${remedy}`,
})

/** The first line of what an error says. */
export const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
