import helmet from '@fastify/helmet'
import {
  basePaths,
  failures,
  isObject,
  permissions,
  policyDocuments,
  type Endpoint,
  type FailureName,
} from '@pmp/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { compressAnswer } from './compression.ts'
import { directivesOfText, pageHeaders } from './page-headers.ts'

type Json = Record<string, unknown>

const open = { config: { permission: 'portal.open' }, onSend: compressAnswer } as const

/** The OpenAPI 3.1 document of the contract at `/docs/openapi.json`, and a page to read it. */
export async function serveApiDocument(
  app: FastifyInstance,
  endpoints: readonly Endpoint[],
  config: Config,
): Promise<void> {
  const document = openApiDocument(endpoints)
  const page = documentPage(endpoints)
  await app.register(async (scope) => {
    await scope.register(helmet, pageHeaders(config, directivesOfText))
    scope.get('/docs/openapi.json', open, async () => document)
    scope.get('/docs', open, async (_request, reply) => reply.type('text/html').send(page))
  })
}

function openApiDocument(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = `${basePaths[endpoint.service]}${endpoint.path}`.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Partner Management Portal', version: '1.0' },
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(policyDocuments).map(([type, schema]) => [
          `${type}Policy`,
          schemaOf(schema, 'input'),
        ]),
      ),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'Authorization' },
      },
    },
  }
}

const ownershipLines = {
  hidden: 'What belongs to somebody else is refused as if it were not there.',
  scoped: 'Of others than administrators, only what belongs to the caller is looked at.',
} as const

function operation(endpoint: Endpoint): Json {
  const { roles } = permissions[endpoint.permission]
  const codes = endpoint.failures.map((name) => refusalLine(endpoint, name))
  return {
    summary: endpoint.summary,
    tags: [endpoint.service],
    description: [
      endpoint.description ?? '',
      roles === 'open' || roles === 'any' ? '' : `Roles: ${[...new Set(roles)].join(', ')}.`,
      endpoint.ownership ? ownershipLines[endpoint.ownership] : '',
      codes.length > 0 ? `Refusals:\n${codes.join('\n')}` : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    ...(roles === 'open' ? { security: [] } : {}),
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...listParameters(endpoint),
    ],
    ...(endpoint.request ? { requestBody: requestBody(endpoint, endpoint.request) } : {}),
    responses: {
      200: { description: 'Success or a refusal', content: jsonContent(replySchema(endpoint)) },
      400: { description: 'The request cannot be read, or a member of it breaks its limits' },
      ...(roles === 'open'
        ? { 429: { description: 'Too many attempts from this address' } }
        : {
            401: { description: 'No token, or one that is not valid' },
            403: { description: 'The caller holds none of the roles' },
            503: {
              description: 'The identity provider or the database cannot be used; try again later',
            },
          }),
    },
  }
}

/** A code, what it says, and the field that it is about if it is about one. */
function refusalLine({ fields }: Endpoint, name: FailureName): string {
  const { code, text } = failures[name]
  const field = fields?.[name]
  return `- \`${code}\`${field ? ` (\`${field}\`)` : ''}: ${text}`
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: withoutDialect(schemaOf(field, 'output')),
  }))
}

function listParameters(endpoint: Endpoint): Json[] {
  if (!endpoint.list) return []
  const { sortFields } = endpoint.list
  return [
    { name: 'sortFieldName', in: 'query', schema: { type: 'string', enum: [...sortFields] } },
    { name: 'sortType', in: 'query', schema: { type: 'string', enum: ['asc', 'desc'] } },
    { name: 'pageNo', in: 'query', schema: { type: 'integer', minimum: 0 } },
    { name: 'pageSize', in: 'query', schema: { type: 'integer', minimum: 1 } },
  ]
}

function requestBody(endpoint: Endpoint, request: z.ZodObject): Json {
  const time = endpoint.envelope.generation === 1 ? 'requesttime' : 'requestTime'
  const properties = {
    id: { type: ['string', 'null'] },
    version: { type: ['string', 'null'] },
    [time]: { type: ['string', 'null'], format: 'date-time' },
    request: withoutDialect(schemaOf(request, 'output')),
  }
  return {
    required: true,
    content: jsonContent({ type: 'object', required: ['request'], properties }),
  }
}

function replySchema(endpoint: Endpoint): Json {
  const time = endpoint.envelope.generation === 1 ? 'responsetime' : 'responseTime'
  const error = {
    type: 'object',
    properties: { errorCode: { type: ['string', 'null'] }, message: { type: 'string' } },
  }
  const { inside, beside } = membersOf(endpoint)
  return {
    type: 'object',
    properties: {
      id: { type: ['string', 'null'] },
      version: { type: ['string', 'null'] },
      [time]: { type: 'string', format: 'date-time' },
      ...beside,
      response: { anyOf: [inside, { type: 'null' }] },
      errors: { type: 'array', items: error },
    },
  }
}

/** The schema of a response, and those of its members that stand beside it in the envelope. */
function membersOf({ response, envelope }: Endpoint): { inside: Json; beside: Json } {
  const whole = withoutDialect(schemaOf(response, 'input'))
  const { properties, required, ...rest } = whole
  const names = envelope.generation === 2 ? envelope.beside : []
  if (names.length === 0 || !isObject(properties)) return { inside: whole, beside: {} }
  const members = Object.entries(properties)
  const isBeside = (name: unknown) => names.some((other) => other === name)
  return {
    beside: Object.fromEntries(members.filter(([name]) => isBeside(name))),
    inside: {
      ...rest,
      properties: Object.fromEntries(members.filter(([name]) => !isBeside(name))),
      required: Array.isArray(required) ? required.filter((name) => !isBeside(name)) : [],
    },
  }
}

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } }
}

function withoutDialect({ $schema: _dialect, ...schema }: Json): Json {
  return schema
}

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
details{border-block-end:1px solid #8884;padding:.5rem 0}summary{cursor:pointer}code{font-family:ui-monospace,monospace}
b{display:inline-block;min-inline-size:4rem}`

/** A page without scripts: every endpoint with its summary, roles and refusals. */
function documentPage(endpoints: readonly Endpoint[]): string {
  const entries = endpoints.map((endpoint) => {
    const { summary, description } = operation(endpoint)
    const path = `${basePaths[endpoint.service]}${endpoint.path}`
    return `<details><summary><b>${endpoint.method}</b> <code>${path}</code> – ${escaped(summary)}</summary><pre>${escaped(description)}</pre></details>`
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>API – Partner Management Portal</title><style>${style}</style></head><body><main><h1>API</h1><p>The machine-readable document: <a href="/docs/openapi.json">OpenAPI 3.1</a>.</p>${entries.join('')}</main></body></html>`
}

function escaped(text: unknown): string {
  return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
