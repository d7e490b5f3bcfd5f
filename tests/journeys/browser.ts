import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const debian = '/usr/bin/chromium'

/** What keeps a headless browser quiet and local; none of it weakens web security. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's Chromium if it is installed, else the one that came with npm. */
export async function launchBrowser(): Promise<Browser> {
  if (existsSync(debian)) return chromium.launch({ executablePath: debian, args: quiet })
  const executablePath = await unpackBrowser()
  return chromium.launch({ executablePath, args: [...quiet, '--headless=shell'] })
}

/** Unpacks the browser that came with npm unless that is done. @returns its path */
export async function unpackBrowser(): Promise<string> {
  if (existsSync(debian)) return debian
  // The package only unpacks its libraries when it believes to be on its usual host.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  return bundled.executablePath()
}
