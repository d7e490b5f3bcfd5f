import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const schemas = /\/zod\/v4\/classic\/schemas\.js$/
const describing = /^\s*inst\._zod\.processJSONSchema = .*$/gm
const writers = /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*$/m
const processors = '../core/json-schema-processors.js'
const onlyChecks = '?checks'

/**
 * Keeps apart how zod writes JSON Schema: every schema refers to it, so no bundler sees that only the
 * editor of policies asks. Of the file that does it, schemas keep what adds up their bounds.
 */
export function schemasThatCheck(): Plugin {
  return {
    name: 'schemas-that-check',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(`json-schema-processors.js${onlyChecks}`)) return undefined
      const code = readFileSync(id.slice(0, -onlyChecks.length), 'utf8')
      const end = code.indexOf('const formatMap')
      if (end < 0) throw new Error('zod adds up bounds otherwise than it used to')
      return code.slice(0, end).replace(/^import .*to-json-schema\.js";$/m, '')
    },
    transform(code, id) {
      if (!schemas.test(id)) return undefined
      if (!writers.test(code)) throw new Error('zod writes JSON Schema otherwise than it used to')
      const none =
        'const createStandardJSONSchemaMethod = () => undefined, createToJSONSchemaMethod = () => () => undefined'
      const apart = code
        .replace(writers, none)
        .replaceAll(describing, '')
        .replace(processors, `${processors}${onlyChecks}`)
      return { code: apart, map: null }
    },
  }
}
