/**
 * A signal that the first Ctrl-C (or SIGTERM) aborts, so that work stops at the next safe place and what is done
 * is still reported; a second Ctrl-C ends the process as usual. `stop` gives the keys back.
 */
export function onInterrupt(): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const stop = () => {
    process.off('SIGINT', abort)
    process.off('SIGTERM', abort)
  }
  const abort = () => {
    controller.abort()
    // Not now: who else listens (ora does, to show the cursor again) ends the process where it is the only one left.
    setImmediate(stop)
  }
  process.on('SIGINT', abort)
  process.on('SIGTERM', abort)
  return { signal: controller.signal, stop }
}
