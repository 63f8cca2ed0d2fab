import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/doctor.js', import.meta.url))

/** Preloaded into the command: tells its peak resident memory in KiB and its processor time in µs on descriptor 3. */
const tellPeak = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs'
  import { isMainThread } from 'node:worker_threads'
  if (isMainThread) process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    writeSync(3, maxRSS + ' ' + (userCPUTime + systemCPUTime))
  })
`)}`

export interface Measured {
  /** Wall time from spawn to close. */
  seconds: number
  /** Processor time of all threads: steadier than wall time on a busy machine. */
  cpuSeconds: number
  /**
   * getrusage's maxrss of the command, worker threads included, as the command itself reads it at its end. Linux
   * carries the parent's value over fork, so it is never below this bench's own (some 100 MiB).
   */
  peakMiB: number
  stdout: string
}

/** Runs the built command once. @throws when it ends with 2 or by a signal */
export async function measure(args: string[]): Promise<Measured> {
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', tellPeak, bin, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const [stdout, usage] = [child.stdio[1], child.stdio[3]].map((stream) => {
    const chunks: Buffer[] = []
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
    return chunks
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const seconds = (performance.now() - start) / 1000
  if (code !== 0 && code !== 1) throw new Error(`doctor ${args.join(' ')} ended with ${code}`)
  const text = (chunks: Buffer[] = []) => Buffer.concat(chunks).toString('utf8')
  const [kib = 0, microseconds = 0] = text(usage).split(' ').map(Number)
  return { seconds, cpuSeconds: microseconds / 1e6, peakMiB: kib / 1024, stdout: text(stdout) }
}

/** The middle value, the mean of the two middle ones for an even count. @throws when there is none */
export function median(values: number[]): number {
  const ordered = [...values].sort((a, b) => a - b)
  const [low, high] = [ordered[(ordered.length - 1) >> 1], ordered[ordered.length >> 1]]
  if (low === undefined || high === undefined) throw new Error('the median of nothing')
  return (low + high) / 2
}
