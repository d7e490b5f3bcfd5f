import { parseArgs } from 'node:util'
import type { Kind } from './databases.ts'
import { benchLists } from './measure.ts'

/** `npm run bench -- lists --sizes 1000,100000 --database postgresql --only policies` */
export async function runListBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: '1000,100000' },
      database: { type: 'string' },
      only: { type: 'string' },
    },
  })
  const sizes = values.sizes.split(',').map(Number)
  const usual = process.env['TEST_DATABASE_URL'] ? ['embedded', 'postgresql'] : ['embedded']
  const kinds = values.database === undefined ? usual : [values.database]
  for (const kind of kinds) {
    if (kind !== 'embedded' && kind !== 'postgresql') throw new Error(`No database is ${kind}`)
    await benchLists({ kind: kind satisfies Kind, sizes, only: values.only })
  }
}
