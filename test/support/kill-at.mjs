// Preloaded into a process (`node --import`): ends it as `kill -9` does at the step KILL_AT of what it does to the
// file system, counted from 1 and from the first step on a path with KILL_FROM in it. A write is killed half-way.
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const killAt = Number(process.env.KILL_AT)
const from = process.env.KILL_FROM ?? ''
let steps = 0

function step(paths) {
  if (steps === 0 && !paths.some((path) => String(path).includes(from))) return false
  steps += 1
  return steps === killAt
}

const die = () => process.kill(process.pid, 'SIGKILL')

for (const name of ['mkdir', 'rename', 'rm', 'rmdir', 'chmod']) {
  const original = fs[name]
  fs[name] = async (...args) => {
    if (step(args)) die()
    return original(...args)
  }
}

const open = fs.open
fs.open = async (file, flags, ...rest) => {
  if (flags !== 'w') return open(file, flags, ...rest)
  if (step([file])) die()
  const handle = await open(file, flags, ...rest)
  const write = handle.writeFile.bind(handle)
  handle.writeFile = async (content) => {
    if (!step([file])) return write(content)
    await write(content.slice(0, content.length / 2))
    die()
  }
  return handle
}

syncBuiltinESMExports()
