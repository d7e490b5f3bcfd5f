#!/usr/bin/env node
'use strict'
/**
 * Runs the given arguments on a Node that the product supports: the one found if it is recent
 * enough, else the one that npm installed beside it (docs/decisions/0002).
 */
const { spawn } = require('node:child_process')
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parseEnv } = require('node:util')

const OLDEST = [22, 19]
/** As `MEMORY_MB` of the settings: these are read before there is anything that could read them. */
const USUAL_MEMORY_MB = 320
const LEAST_MEMORY_MB = 256

function isRecentEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${platform}-${process.arch}`
  try {
    const folder = join(require.resolve(`${name}/package.json`), '..')
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  } catch {
    return undefined
  }
}

function findNode() {
  if (isRecentEnough(process.versions.node)) return process.execPath
  const bundled = bundledNode()
  if (bundled) return bundled
  process.stderr.write(
    `Node ${OLDEST.join('.')} or newer is needed; this is ${process.versions.node}, and no bundled one exists for this platform.\n`,
  )
  return process.exit(1)
}

/** Starts Node with these arguments, hands signals on to it, and ends as it ends. */
function runNode(args) {
  const child = spawn(findNode(), args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends SIGINT to the whole group; only other senders need it handed on.
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

/** `MEMORY_MB` from the environment, or from `.env` in the working folder. */
function memoryMb() {
  const file = join(process.cwd(), '.env')
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const given = Number(process.env.MEMORY_MB ?? written.MEMORY_MB)
  // What is wrong with a setting the server tells, together with all else that is.
  return Number.isInteger(given) && given >= LEAST_MEMORY_MB ? given : USUAL_MEMORY_MB
}

/**
 * How Node shares out the memory of the server (docs/decisions/0031): all objects, and the part in
 * which new ones are made. As it starts by itself that part alone grows to a hundred megabytes.
 */
function memoryFlags() {
  const megabytes = memoryMb()
  const young = Math.min(32, Math.max(4, Math.round(megabytes / 64)))
  return [`--max-old-space-size=${megabytes}`, `--max-semi-space-size=${young}`]
}

module.exports = { memoryFlags, runNode }
if (require.main === module) runNode(process.argv.slice(2))
