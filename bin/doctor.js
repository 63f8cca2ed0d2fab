#!/usr/bin/env node
import nodeModule from 'node:module'

// Node 22 and later keep the compiled modules between runs: about an eighth less of the start. Earlier ones cannot.
nodeModule.enableCompileCache?.()
const { main } = await import('../dist/cli/main.js')
process.exitCode = await main(process.argv.slice(2))
