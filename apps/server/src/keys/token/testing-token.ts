import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const usualPlaces = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
]

/** The module of SoftHSM 2, a PKCS#11 token in software; undefined where it is not installed. */
export const softHsmModule = [process.env['SOFTHSM2_MODULE'] ?? '', ...usualPlaces].find((path) =>
  existsSync(path),
)

/** Set by `.ci/run`: then a missing SoftHSM is a failure. */
export const isSoftHsmRequired = process.env['REQUIRE_SOFTHSM'] === 'true'

/** Why tests on a token are left out where they are; stands in the test report. */
export const leftOut = softHsmModule ? '' : ' (left out: the Debian package softhsm2 is missing)'

/** A new token in a folder of its own. One at a time: SoftHSM is told where by the environment. */
export function makeTestToken(label = 'Partner keys') {
  const folder = mkdtempSync(join(tmpdir(), 'pmp-token-'))
  const tokens = join(folder, 'tokens')
  const environment = { SOFTHSM2_CONF: join(folder, 'softhsm2.conf') }
  const pin = '24680'
  mkdirSync(tokens)
  writeFileSync(environment.SOFTHSM2_CONF, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`)
  // The module reads the variable of this process.
  Object.assign(process.env, environment)
  const command = ['--init-token', '--free', '--label', label, '--so-pin', '13579', '--pin', pin]
  execFileSync('softhsm2-util', command, { stdio: 'pipe' })
  const uri = `pkcs11:token=${encodeURIComponent(label)}?module-path=${softHsmModule}`
  return {
    uri,
    pin,
    tokens,
    environment,
    settings: { KEY_STORE: uri, KEY_STORE_PIN: pin },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export type TestToken = ReturnType<typeof makeTestToken>
