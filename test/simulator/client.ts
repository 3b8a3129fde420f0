import {
  type DemoLogin,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/simulator.ts'
import type { Body, Details, ListedInstrument, Row } from './wire.ts'

/** A Wednesday noon: every test that does not say otherwise happens then. */
export const noon = Date.UTC(2026, 2, 11, 12)

export const eurusd = 'EURUSD.PRO'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What the text says as JSON; empty where it is none. */
  readonly body: Body
}

/** A simulator without rate limits, on a fixed day, whose closes are immediate. */
export function startTestSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator({ now: noon, rateLimits: 'off', closeDelayMs: 0, ...options })
}

export async function request(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text)
  } catch {
    return {} as Body
  }
}

export function loginOf(simulator: Simulator, name: string): DemoLogin {
  const login = simulator.logins.find(({ email }) => email.startsWith(name))
  if (!login) throw new Error(`There is no login ${name}.`)
  return login
}

/** Talks to the simulator for one account, as any client of the API would. */
export class TestClient {
  readonly accountId: string
  readonly headers: Record<string, string>
  readonly #url: string
  readonly #columns: Readonly<Record<string, readonly string[]>>
  readonly #instruments: ReadonlyMap<string, ListedInstrument>

  private constructor(
    url: string,
    accountId: string,
    headers: Record<string, string>,
    columns: Readonly<Record<string, readonly string[]>>,
    instruments: ReadonlyMap<string, ListedInstrument>,
  ) {
    this.#url = url
    this.accountId = accountId
    this.headers = headers
    this.#columns = columns
    this.#instruments = instruments
  }

  /** Logs in by the name before the @ and chooses an account by accNum. */
  static async login(simulator: Simulator, name = 'anna', accNum = 1): Promise<TestClient> {
    const login = loginOf(simulator, name)
    const accountId = login.accounts[accNum - 1]?.id ?? ''
    const tokens = await request(`${simulator.url}/auth/jwt/token`, 'POST', login)
    const headers = { authorization: `Bearer ${tokens.body.accessToken}`, accNum: String(accNum) }
    const config = await request(`${simulator.url}/trade/config`, 'GET', undefined, headers)
    const list = await request(
      `${simulator.url}/trade/accounts/${accountId}/instruments`,
      'GET',
      undefined,
      headers,
    )
    const instruments = new Map(list.body.d.instruments.map((one) => [one.name, one]))
    return new TestClient(simulator.url, accountId, headers, columnsOf(config.body.d), instruments)
  }

  send(method: string, path: string, body?: unknown): Promise<Answer> {
    return request(`${this.#url}${path.replace(':account', this.accountId)}`, method, body, this.headers)
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path)
  }

  instrument(name: string): ListedInstrument {
    const found = this.#instruments.get(name)
    if (!found) throw new Error(`There is no instrument ${name}.`)
    return found
  }

  routes(name: string, type: 'INFO' | 'TRADE'): string[] {
    return this.instrument(name)
      .routes.filter((one) => one.type === type)
      .map((one) => String(one.id))
  }

  /** A market data request through the last INFO route. */
  market(operation: string, name: string, query = ''): Promise<Answer> {
    const id = this.instrument(name).tradableInstrumentId
    return this.get(
      `/trade/${operation}?tradableInstrumentId=${id}&routeId=${this.routes(name, 'INFO').at(-1)}${query}`,
    )
  }

  async details(name: string): Promise<Details> {
    const id = this.instrument(name).tradableInstrumentId
    const { text } = await this.get(`/trade/instruments/${id}?routeId=${this.routes(name, 'TRADE')[0]}`)
    return JSON.parse(text).d
  }

  /** Places an order; without more said, a market order of 0.1 lots. */
  place(name: string, order: Record<string, unknown> = {}): Promise<Answer> {
    const type = order.type ?? 'market'
    return this.send('POST', '/trade/accounts/:account/orders', {
      tradableInstrumentId: this.instrument(name).tradableInstrumentId,
      routeId: this.routes(name, 'TRADE')[0],
      qty: 0.1,
      side: 'buy',
      type,
      validity: type === 'market' ? 'IOC' : 'GTC',
      ...order,
    })
  }

  async placed(name: string, order: Record<string, unknown> = {}): Promise<string> {
    const { text, body } = await this.place(name, order)
    if (body.s !== 'ok') throw new Error(`The order was refused: ${text}`)
    return body.d.orderId
  }

  /** The rows of a table as records, read by the columns of /trade/config. */
  async rows(table: 'orders' | 'ordersHistory' | 'positions' | 'executions', query = ''): Promise<Row[]> {
    const { body } = await this.get(`/trade/accounts/:account/${table}${query}`)
    const columns = this.#columns[table === 'executions' ? 'filledOrders' : table] ?? []
    return body.d[table].map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
    )
  }

  /** The only row of a table. */
  async row(table: 'orders' | 'ordersHistory' | 'positions' | 'executions'): Promise<Row> {
    const rows = await this.rows(table)
    if (rows.length !== 1 || !rows[0]) throw new Error(`${table} has ${rows.length} rows.`)
    return rows[0]
  }

  async state(): Promise<Readonly<Record<string, number>>> {
    const { body } = await this.get('/trade/accounts/:account/state')
    const columns = this.#columns.accountDetails ?? []
    return Object.fromEntries(
      columns.map((column, index) => [column, body.d.accountDetailsData[index] ?? Number.NaN]),
    )
  }
}

/** The column ids per panel. */
export function columnsOf(config: Body['d']): Record<string, string[]> {
  const panels = ['positions', 'orders', 'ordersHistory', 'filledOrders', 'accountDetails']
  return Object.fromEntries(
    panels.map((panel) => [panel, config[`${panel}Config`]?.columns.map(({ id }) => id) ?? []]),
  )
}
