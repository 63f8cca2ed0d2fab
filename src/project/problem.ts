/** The project cannot be examined at all; the message is one line for people, with the path in it. */
export class ProjectError extends Error {}

/** `EACCES`-like reasons in words; anything else keeps its own first line. */
export function describeFault(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : ''
  const words: Record<string, string> = {
    ENOENT: 'does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOTDIR: 'is not a folder',
    ELOOP: 'too many symbolic links',
    EIO: 'input/output error',
  }
  return words[code] ?? fault.message.split('\n')[0] ?? 'unknown fault'
}
