/** What the process exits with; `interrupted` is the shell's convention for Ctrl-C (128 + SIGINT). */
export const exitCode = { clean: 0, findings: 1, fault: 2, interrupted: 130 } as const
