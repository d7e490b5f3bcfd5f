import { permissions } from '@pmp/contract'
import type { z } from 'zod'
import { roleSettingName, settings } from './config.ts'

interface Notes {
  meaning: string
  upstream?: string
  otherwise?: string
}

/** What `setting` noted; the types of the schema library know no members of it. */
function notesOf(schema: z.ZodType): Notes {
  return { meaning: '', ...schema.meta() }
}

/** The table of docs/operating/settings.md, from the settings themselves. */
export function settingsDocument(): string {
  const rows = Object.entries(settings.shape).map(([name, schema]) => {
    const { meaning, upstream, otherwise } = notesOf(schema)
    const usual = otherwise ?? defaultOf(schema)
    return `| \`${name}\` | ${usual} | ${meaning} | ${upstream ? `\`${upstream}\`` : ''} |`
  })
  const roleRows = Object.entries(permissions).map(([name, permission]) => {
    const upstream = 'upstream' in permission ? `\`mosip.role.pms.${permission.upstream}\`` : ''
    const { roles } = permission
    const list = typeof roles === 'string' ? roles : [...new Set(roles)].join(', ')
    return `| \`${roleSettingName(name)}\` | ${list} | ${upstream} |`
  })
  return [
    '# Settings',
    '',
    'From the environment, or from a `.env` file in the working folder. This page is generated from',
    '`apps/server/src/config.ts` and `packages/contract/src/permissions.ts`.',
    '',
    '| Name | Default | Meaning | Upstream property |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Roles',
    '',
    'A comma list of role names; it replaces the default.',
    '',
    '| Name | Default | Upstream property |',
    '| --- | --- | --- |',
    ...roleRows,
    '',
  ].join('\n')
}

/** The content of `.env.example`: each setting with its meaning, switched off by a comment sign. */
export function exampleEnvironment(): string {
  const entries = Object.entries(settings.shape).map(([name, schema]) => {
    const { meaning } = notesOf(schema)
    const value = schema.safeParse(undefined)
    const usual = value.success && value.data !== undefined ? textOf(value.data) : ''
    return `# ${meaning}\n#${name}=${usual}`
  })
  return [
    '# Copy to .env and remove the # of what you change. Roles: docs/operating/settings.md',
    ...entries,
    '',
  ].join('\n\n')
}

function defaultOf(schema: z.ZodType): string {
  const value = schema.safeParse(undefined)
  if (!value.success || value.data === undefined) return 'unset'
  const text = textOf(value.data)
  return text === '' ? 'unset' : `\`${text.replaceAll('|', String.raw`\|`)}\``
}

/** Defaults are text, numbers, booleans and lists of text. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
