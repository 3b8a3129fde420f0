import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { MEANT, type Meant } from './meant-requests.ts'

interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
}

interface Operation {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, Schema>>
  readonly form: Readonly<Record<string, Schema>> | undefined
}

export interface MadeUpRequest {
  readonly method: string
  /** With its query. */
  readonly address: string
  /** The operation it was made from. */
  readonly operation: string
  readonly token: 'none' | 'trader' | 'oauthTrader' | 'dataServer' | 'junk'
  readonly body: { readonly type: string; readonly text: string } | undefined
  /** Nothing about it is odd. */
  readonly asMeant: boolean
}

/** The operations of the published OpenAPI. */
export function publishedOperations(): readonly Operation[] {
  const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'))
  return Object.entries<Record<string, Described>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      query: Object.fromEntries(
        parameters.flatMap((one) => (one.in === 'query' ? [[one.name, one.schema]] : [])),
      ),
      form: requestBody?.content['application/x-www-form-urlencoded'].schema.properties,
    })),
  )
}

interface Described {
  readonly parameters?: readonly { readonly in?: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: {
    readonly content: {
      readonly 'application/x-www-form-urlencoded': {
        readonly schema: { readonly properties: Record<string, Schema> }
      }
    }
  }
}

/** What breaks programs that did not expect it. */
const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-0',
    '-1',
    '1e309',
    '1e-9',
    'NaN',
    'Infinity',
    '0x10',
    '1,5',
    '9'.repeat(400),
    '00000000001',
    '2147483648',
    '99999999999999999999',
    '-62135596800',
    '1.0000000000000000001',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '[object Object]',
    '__proto__',
    'constructor',
    'toString',
    '../..',
    '..%2f..',
    '%00',
    '\0',
    '\r\nSet-Cookie: a=b',
    "' OR 1=1 --",
    '<script>',
    '{{7*7}}',
    '%s%n',
    '\u202e',
    '\ud800',
    '💥',
    'ﬀ',
    'İ',
    'a'.repeat(5_000),
    ','.repeat(500),
    '&=&',
    '\\',
    'EURUSD\n',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double().map(String),
  fc.bigInt().map(String),
)

/** Values that exist, by the name of a parameter or field, so that requests get past the first check. */
type Known = Readonly<Record<string, readonly string[]>>

const KNOWN: Known = {
  accountId: ['700101', '700102', '799999'],
  instrument: ['EURUSD', 'US 30', 'AAPL', 'NOPE'],
  symbol: ['EURUSD', 'US30', 'AAPL', 'NOPE'],
  symbols: ['EURUSD', 'EURUSD,AAPL,NOPE', 'EURUSD,EURUSD'],
  login: ['crowd-7@example.com', 'tradingview', 'SIM-PRO\\x@example.com'],
  password: ['demo-password', 'wrong'],
  email: ['crowd-7@example.com', 'nobody@example.com'],
  server: ['SIM-DEMO', 'SIM-PRO'],
  prompt: ['none', 'login'],
  lang: ['en', 'ar_AE', 'xx'],
  code_challenge: ['E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  code_verifier: ['dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
  group: ['broker_forex', 'nope'],
  qty: ['0.01', '0.1', '0.005'],
  amount: ['0.01', '100'],
  limitPrice: ['1.05', '1.15', '1.050001'],
  stopPrice: ['1.05', '1.15'],
  stopLoss: ['1.0', '1.2'],
  takeProfit: ['1.0', '1.2'],
  from: ['0', '1700000000'],
  to: ['4000000000', '1700086400'],
}

function valueFor(name: string, { type, enum: words }: Schema, known: Known): fc.Arbitrary<string> {
  const usual = words ?? known[name] ?? (type === 'string' ? ['a', 'abc123'] : ['1', '2.5', '1700000000'])
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd })
}

/** Fields as a form writes them: usually those that belong there, sometimes too few, others, or one twice. */
function fieldsOf(schemas: Readonly<Record<string, Schema>>, known: Known): fc.Arbitrary<string> {
  const own = Object.entries(schemas).map(([name, schema]) =>
    fc.tuple(fc.integer({ min: 0, max: 9 }), valueFor(name, schema, known)).map(([chance, value]) => {
      const pair = `${name}=${encode(value)}`
      return chance === 0 ? '' : chance === 1 ? `${pair}&${pair}` : pair
    }),
  )
  const others = fc.oneof(
    { weight: 5, arbitrary: fc.constant('locale=en') },
    { weight: 1, arbitrary: fc.tuple(odd, odd).map(([name, value]) => `${encode(name)}=${encode(value)}`) },
    { weight: 1, arbitrary: odd.map((text) => encode(text).replaceAll('%3D', '=').replaceAll('%26', '&')) },
  )
  return fc.tuple(...own, others).map((all) => all.filter((one) => one !== '').join('&'))
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

const FORM_TYPE = 'application/x-www-form-urlencoded'

/** A request of one operation, mostly as TradingView makes it. */
function requestOf({ method, path, query, form }: Operation, known: Known): fc.Arbitrary<MadeUpRequest> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const segments = fc.tuple(...names.map((name) => valueFor(name, { type: 'string' }, known)))
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constant(FORM_TYPE) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('application/json', 'text/plain', `${FORM_TYPE}; charset=utf-16`),
    },
  )
  const body =
    method === 'GET' ? fc.constant(undefined) : fc.record({ type, text: fieldsOf(form ?? {}, known) })
  const token = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<MadeUpRequest['token']>('trader', 'oauthTrader', 'dataServer') },
    { weight: 1, arbitrary: fc.constantFrom<MadeUpRequest['token']>('none', 'junk') },
  )
  return fc
    .record({ segments, search: fieldsOf(query, known), body, token })
    .map(({ segments: values, search, body: sent, token: held }) => {
      const filled = names.reduce(
        (at, name, index) => at.replace(`{${name}}`, encode(values[index] ?? '').slice(0, 2_000)),
        path,
      )
      return {
        method,
        operation: `${method} ${path}`,
        address: `${filled}?${search}`,
        token: held,
        body: sent,
        asMeant: false,
      }
    })
}

interface Change {
  /** Of a field of path, query or form. */
  readonly name: string
  readonly to: (value: string) => readonly string[]
}

/** The request as it is meant, or with one change. */
function meantRequest({ method, path }: Operation, meant: Meant, change?: Change): MadeUpRequest {
  const valuesOf = (name: string, value: string) => (change?.name === name ? change.to(value) : [value])
  const text = (fields: Meant['query']): string =>
    Object.entries(fields)
      .flatMap(([name, value]) => valuesOf(name, value).map((each) => `${name}=${encode(each)}`))
      .join('&')
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encode(valuesOf(name, meant.path[name] ?? '')[0] ?? '').slice(0, 2_000),
  )
  return {
    method,
    operation: `${method} ${path}`,
    address: `${filled}?${text(meant.query)}`,
    token: meant.token,
    body: method === 'GET' ? undefined : { type: FORM_TYPE, text: text(meant.form) },
    asMeant: change === undefined,
  }
}

/** As TradingView makes it, usually with one field gone, twice or odd. */
function nearlyMeant(operation: Operation, meant: Meant): fc.Arbitrary<MadeUpRequest> {
  const { path, query, form } = meant
  const names = [path, query, form].flatMap((fields) => Object.keys(fields))
  const to = fc.oneof(
    fc.constant<Change['to']>(() => []),
    fc.constant<Change['to']>((value) => [value, value]),
    odd.map((value): Change['to'] => () => [value]),
  )
  const change =
    names.length === 0
      ? fc.constant(undefined)
      : fc.option(fc.record({ name: fc.constantFrom(...names), to }), { nil: undefined, freq: 2 })
  return change.map((one) => meantRequest(operation, meant, one))
}

/** One request of every operation, as TradingView makes it. */
export function meantRequests(operations: readonly Operation[]): readonly MadeUpRequest[] {
  return operations.flatMap((operation) => {
    const meant = MEANT[`${operation.method} ${operation.path}`]
    return meant === undefined ? [] : [meantRequest(operation, meant)]
  })
}

/** Any request of any operation. @param more values that exist, by name */
export function madeUpRequests(operations: readonly Operation[], more: Known): fc.Arbitrary<MadeUpRequest> {
  const known = { ...KNOWN, ...more }
  return fc.oneof(
    ...operations.map((operation) => {
      const meant = MEANT[`${operation.method} ${operation.path}`]
      const any = requestOf(operation, known)
      return meant === undefined ? any : fc.oneof(any, nearlyMeant(operation, meant))
    }),
  )
}
