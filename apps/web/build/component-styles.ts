import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const core = fileURLToPath(new URL('../../../node_modules/@mantine/core', import.meta.url))
const ofComponent = 'virtual:component-style/'
const ofEverything = 'virtual:component-styles.css'

/** What stands for no component: every page has it. */
const base = ['baseline', 'default-css-variables', 'global']

/**
 * Gives every component of Mantine its own style sheet, which comes with the component: a page loads
 * the styles of what it shows. Which sheet wins must not depend on which page came first, so each is
 * a cascade layer, and their order, that of Mantine's whole sheet, is told once by
 * `virtual:component-styles.css`. Rules outside of layers, our own, win against all of them.
 */
export function componentStyles(): Plugin {
  const layers = layersInOrder()
  return {
    name: 'component-styles',
    enforce: 'pre',
    resolveId: (id) => (id === ofEverything || id.startsWith(ofComponent) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${ofEverything}`) {
        const order = `@layer ${layers.map(layerOf).join(', ')};`
        return [order, ...base.map(inLayer)].join('\n')
      }
      const [, name] = id.split(`\0${ofComponent}`)
      return name ? inLayer(name.replace(/\.css$/, '')) : undefined
    },
    transform(code, id) {
      const [, name] = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/.exec(id) ?? []
      if (!name || !layers.includes(name)) return undefined
      return {
        code: `import '${ofComponent}${name}.css'\n${code}`,
        map: null,
        moduleSideEffects: true,
      }
    },
  }
}

const layerOf = (name: string) => `mantine.${name}`

const inLayer = (name: string) => `@layer ${layerOf(name)} {\n${sheetOf(name)}\n}`

const sheetOf = (name: string) => readFileSync(join(core, 'styles', `${name}.css`), 'utf8')

/** Every sheet, as they follow one another in the whole one. */
function layersInOrder(): string[] {
  const whole = readFileSync(join(core, 'styles.css'), 'utf8')
  const names = readdirSync(join(core, 'styles'))
    .filter((file) => file.endsWith('.css') && !file.endsWith('.layer.css'))
    .map((file) => basename(file, '.css'))
  const beginOf = (name: string) => whole.indexOf(sheetOf(name).trim().slice(0, 120))
  const lost = names.filter((name) => beginOf(name) < 0 && existsSync(join(core, 'styles', name)))
  if (lost.length > 0) throw new Error(`Not in the whole sheet of Mantine: ${lost.join(', ')}`)
  return names.toSorted((left, right) => beginOf(left) - beginOf(right))
}
