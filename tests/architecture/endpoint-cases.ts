import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { endpoints } from '../../apps/server/src/endpoints.ts'
import { casesOf, notesVariable } from '../../apps/server/src/testing/endpoint-cases.ts'

/**
 * Global set-up of the unit tests: has every call of a whole run noted, and fails the run when an
 * endpoint's tests never showed one of its cases. A run of some files only is not judged.
 */
export default function noteEndpointCases(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'pmp-cases-'))
  const file = join(folder, 'notes')
  process.env[notesVariable] = file

  return async () => {
    const notes = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    rmSync(folder, { recursive: true })
    if (!(await isWhole(project))) return
    const missing = missingCases(new Set(notes))
    if (missing.length > 0) {
      throw new Error(`No test shows these cases of endpoints:\n${missing.join('\n')}`)
    }
  }
}

async function isWhole(project: TestProject): Promise<boolean> {
  const { testFiles } = await project.globTestFiles()
  const ran = new Set(project.vitest.state.getFilepaths())
  return (
    project.vitest.config.testNamePattern === undefined && testFiles.every((path) => ran.has(path))
  )
}

/** `endpoint: case` for each that is declared and was not noted. */
export function missingCases(notes: ReadonlySet<string>): string[] {
  return endpoints.flatMap(([name, endpoint]) =>
    casesOf(endpoint)
      .filter((wanted) => !notes.has(`${name}\t${wanted}`))
      .map((wanted) => `${name}: ${wanted}`),
  )
}
