import { benchEndpoints } from './endpoints.ts'
import { runListBench } from './lists/main.ts'
import { runMemoryBench } from './memory.ts'
import { measureCertificates } from './x509.ts'

/*
 * `npm run bench`: what the endpoints that matter and the certificate engine cost, as ratios to a floor;
 * with `TEST_DATABASE_URL` also on that PostgreSQL server. `npm run bench -- endpoints` measures the
 * endpoints alone, `-- lists` the lists of the contract (`lists/main.ts`), `-- memory` the memory of the
 * process (`memory.ts`).
 */

async function benchBoth(): Promise<void> {
  await benchEndpoints('embedded')
  if (process.env['TEST_DATABASE_URL']) await benchEndpoints('postgresql')
}

const [what, ...options] = process.argv.slice(2)
if (what === 'lists') {
  await runListBench(options)
} else if (what === 'memory') {
  await runMemoryBench(options)
} else {
  if (what !== 'endpoints') await measureCertificates()
  await benchBoth()
}
process.exit(0)
