import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Loaded into the product before it starts: asking what is at a path never comes back, as on a drive
 * whose server is gone. A pipe that nobody writes to keeps a thread of the process as such a drive does.
 */

const pipe = join(tmpdir(), `pmp-hanging-${process.pid}`)
const hang = (): never => {
  execFileSync('mkfifo', [pipe])
  // Whoever waits for it keeps waiting, without its name, too.
  setTimeout(() => rmSync(pipe), 1000)
  return promises.open(pipe) as never
}
promises.stat = hang
syncBuiltinESMExports()
