import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePem } from '../pem.ts'
import { at as usual } from '../path-scenes.ts'
import type { CorpusScene } from './corpus-case.ts'

/** What the openssl binary thinks of a scene, and why when it refuses. */
export interface OpensslVerdict {
  readonly accepts: boolean
  readonly words: string
}

/**
 * Asks `openssl verify` with its strictest reading of RFC 5280 and with keys and digests of 112
 * bits of security, which are RSA 2048 and SHA-224.
 */
export function askOpenssl({ target, anchors, pool = [], crls, at }: CorpusScene): OpensslVerdict {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  const save = (name: string, label: string, all: readonly Uint8Array[]) => {
    const file = join(folder, name)
    writeFileSync(file, all.map((der) => `${encodePem(label, der)}\n`).join(''))
    return file
  }
  const instant = String(Math.floor((at ?? usual).getTime() / 1000))
  const untrusted = pool.length > 0 ? ['-untrusted', save('pool', 'CERTIFICATE', pool)] : []
  const lists = crls ? ['-crl_check_all', '-CRLfile', save('crls', 'X509 CRL', crls)] : []
  try {
    const run = spawnSync(
      'openssl',
      [
        'verify',
        '-x509_strict',
        '-no-CApath',
        '-no-CAstore',
        '-purpose',
        'any',
        '-auth_level',
        '2',
        '-attime',
        instant,
        '-CAfile',
        save('anchors', 'CERTIFICATE', anchors),
        ...untrusted,
        ...lists,
        save('target', 'CERTIFICATE', [target]),
      ],
      { encoding: 'utf8' },
    )
    return { accepts: run.status === 0, words: `${run.stdout}${run.stderr}`.trim() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
