import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const source = (file: string) => fileURLToPath(new URL(`../src/api/${file}`, import.meta.url))
const recorded = source('recorded-schemas.ts')
const whole = source('whole-schemas.ts')

const ours = /\/(packages\/contract\/dist|apps\/web\/src)\//
const endpoints = /\/packages\/contract\/dist\/endpoints\//
const importOfZod = /import\s*\{\s*z\s*\}\s*from\s*["']zod["'];?/
/** Words for readers of the API document. */
const descriptions =
  /^    (?:summary|description):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"),$/gm
/** What judges by a schema, or looks into it, instead of reading a reply. */
const judging = /\bsafeParse\b|(?<!JSON|Date)\.parse\(|\binstanceof z\.|\btoJSONSchema\b/

/**
 * Lets pages go without zod: schemas are written down, and made by zod where something is judged by
 * them, mostly in forms.
 */
export function recordedSchemas(): Plugin {
  return {
    name: 'recorded-schemas',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!ours.test(id) || id === recorded || id === whole) return undefined
      const isJudge = judging.test(code)
      if (!isJudge && !importOfZod.test(code)) return undefined
      const written = (endpoints.test(id) ? code.replaceAll(descriptions, '') : code).replace(
        importOfZod,
        `import { z } from ${JSON.stringify(recorded)};`,
      )
      return {
        code: isJudge ? `import ${JSON.stringify(whole)};\n${written}` : written,
        map: null,
      }
    },
  }
}
