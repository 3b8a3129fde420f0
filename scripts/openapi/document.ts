import { z } from 'zod'
import { oauthContract } from '../../src/auth/oauth/contract.ts'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { LOCALES } from '../../src/i18n/locale.ts'
import { errorEnvelope } from '../../src/tradingview/contract/envelope.ts'
import { contract } from '../../src/tradingview/contract/index.ts'
import { type Field, type RequestShape, requests } from './requests.ts'

/** Whose token an operation needs. */
type Access = 'trader' | 'dataServer' | undefined

const HEALTH = ['GET /livez', 'GET /readyz']
/** For people, in a browser. */
const PAGES = ['GET /oauth/authorize', 'POST /oauth/authorize', 'GET /oauth/logout']
const TOKENS = ['POST /authorize/token', 'POST /oauth/token']
const OPEN = [...HEALTH, ...PAGES, ...TOKENS, 'POST /authorize', 'GET /mapping']
const FOR_SERVERS = ['GET /symbol_info', 'GET /history', 'GET /streaming', 'GET /groups']

const oauthError = z.strictObject({ error: z.string(), error_description: z.string() })
const health = z.object({ status: z.string() })

const answers: Readonly<Record<string, z.ZodType>> = {
  'GET /livez': health,
  'GET /readyz': health,
  ...contract,
  ...dataContract,
  ...oauthContract,
}

/** The published OpenAPI: answers from the schemas every test validates with, requests from a table beside this file. */
export function openApiDocument(version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operation, answer] of Object.entries(answers)) {
    const [method = '', path = ''] = operation.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(operation, path, answer) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'TradeLocker gateway for TradingView',
      version,
      description:
        "TradingView's REST API for Brokers, as this gateway serves it. Written by `npm run openapi`.",
    },
    paths,
    components: {
      securitySchemes: {
        trader: { type: 'http', scheme: 'bearer', description: "A trader's token, of a login." },
        dataServer: { type: 'http', scheme: 'bearer', description: "A token of TradingView's servers." },
      },
      parameters: { locale: parameter('query', 'locale', { type: 'string', enum: LOCALES }) },
      schemas: { Error: schemaOf(errorEnvelope), OAuthError: schemaOf(oauthError) },
    },
  }
}

function describe(operation: string, path: string, answer: z.ZodType): Readonly<Record<string, unknown>> {
  const access = accessOf(operation)
  const { query = {}, form } = requests[operation] ?? ({} satisfies RequestShape)
  const hasLocale = access === 'trader' || operation === 'POST /authorize'
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) =>
      parameter('path', name, { type: 'string', required: true }),
    ),
    ...Object.entries(query).map(([name, field]) => parameter('query', name, field)),
    ...(hasLocale ? [{ $ref: '#/components/parameters/locale' }] : []),
  ]
  return {
    operationId: operation.replace(/[^A-Za-z]+/g, '_').replace(/_$/, ''),
    ...(parameters.length > 0 && { parameters }),
    ...(form !== undefined && { requestBody: formBody(form) }),
    security: access === undefined ? [] : [{ [access]: [] }],
    responses: responsesOf(operation, access, answer),
  }
}

function accessOf(operation: string): Access {
  if (OPEN.includes(operation)) return undefined
  return FOR_SERVERS.includes(operation) ? 'dataServer' : 'trader'
}

function parameter(place: 'path' | 'query', name: string, { required, description, ...schema }: Field) {
  return {
    name,
    in: place,
    required: required === true,
    ...(description !== undefined && { description }),
    schema,
  }
}

function formBody(form: NonNullable<RequestShape['form']>) {
  const entries = Object.entries(form)
  const properties = Object.fromEntries(entries.map(([name, { required: _, ...schema }]) => [name, schema]))
  const required = entries.filter(([, field]) => field.required).map(([name]) => name)
  const schema = { type: 'object', properties, ...(required.length > 0 && { required }) }
  return { required: required.length > 0, content: { 'application/x-www-form-urlencoded': { schema } } }
}

function responsesOf(operation: string, access: Access, answer: z.ZodType) {
  if (PAGES.includes(operation)) return pageResponses(operation)
  const success = schemaOf(answer)
  // Errors as RFC 6749 wants them; everywhere else they are the envelope.
  if (TOKENS.includes(operation)) {
    const refused = (description: string) => json(description, { $ref: '#/components/schemas/OAuthError' })
    return {
      200: json('Success.', success),
      400: refused('Refused.'),
      401: refused('Not a client.'),
      429: refused('Too many wrong secrets came from this address; Retry-After says when to come back.'),
    }
  }
  if (HEALTH.includes(operation)) return { 200: json('Well.', success), 503: json('Not ready.', success) }
  const error = { $ref: '#/components/schemas/Error' }
  return {
    200: json('Success, or a business error with its sentence.', { oneOf: [success, error] }),
    ...(access !== undefined && { 401: json('No valid token.', error) }),
  }
}

function pageResponses(operation: string) {
  const page = (description: string) => ({
    description,
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  return {
    ...(operation.startsWith('GET ') && { 200: page('The page.') }),
    302: {
      description: 'The way back to a registered address, with a code, a token or an error where one is due.',
    },
    400: page('The link leads nowhere, or the form is not complete.'),
    ...(operation.startsWith('POST ') && {
      403: page('The login was refused.'),
      429: page('Too many logins have failed; Retry-After says when to come back.'),
      503: page('The broker cannot be asked.'),
    }),
  }
}

function json(description: string, schema: unknown) {
  return { description, content: { 'application/json': { schema } } }
}

function schemaOf(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any' })
  return rest
}
