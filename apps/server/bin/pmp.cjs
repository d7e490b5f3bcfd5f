#!/usr/bin/env node
'use strict'
/**
 * The product's command. In a source checkout it first builds what is missing or older than its
 * sources; then it runs the server's command line on a supported Node.
 */
const { spawnSync } = require('node:child_process')
const { existsSync, readdirSync, statSync, utimesSync } = require('node:fs')
const { join } = require('node:path')
const { memoryFlags, runNode } = require('./node.cjs')

const root = join(__dirname, '../../..')
const main = join(root, 'apps/server/dist/main.js')
const page = join(root, 'apps/web/dist/index.html')

function newestChange(folder) {
  let newest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const changed = entry.isDirectory() ? newestChange(path) : statSync(path).mtimeMs
    if (changed > newest) newest = changed
  }
  return newest
}

function isOlder(file, folders) {
  if (!existsSync(file)) return true
  const built = statSync(file).mtimeMs
  return folders.some((folder) => newestChange(join(root, folder)) > built)
}

/** Builds, and marks the result as fresh: an incremental build leaves unchanged files alone. */
function build(script, result) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
  utimesSync(result, new Date(), new Date())
}

const isCheckout = existsSync(join(root, 'node_modules/typescript'))
const contract = 'packages/contract/src'
if (isCheckout && isOlder(main, ['apps/server/src', contract, 'packages/x509/src'])) {
  process.stderr.write('Building the server …\n')
  build('build:server', main)
}
if (isCheckout && isOlder(page, ['apps/web/src', contract, 'packages/x509/src'])) {
  process.stderr.write('Building the web UI …\n')
  build('build:web', page)
}
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/node-compile')
runNode([...memoryFlags(), main, ...process.argv.slice(2)])
