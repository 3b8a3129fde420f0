/** A parameter or a field of a form, as JSON Schema describes its text. */
export interface Field {
  readonly type: 'string' | 'number' | 'integer'
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maxLength?: number
  readonly description?: string
  readonly required?: true
}

type Fields = Readonly<Record<string, Field>>

export interface RequestShape {
  readonly query?: Fields
  readonly form?: Fields
}

const text: Field = { type: 'string', maxLength: 200 }
const number: Field = { type: 'number' }
const above: Field = { type: 'number', exclusiveMinimum: 0 }
const choice = (...words: readonly string[]): Field => ({ type: 'string', enum: words })
const needed = (field: Field): Field => ({ ...field, required: true })
const seconds: Field = { type: 'integer', description: 'Unix seconds, inclusive.' }

const side = needed(choice('buy', 'sell'))
const maxCount: Field = { type: 'integer', minimum: 1 }
const levels: Fields = { stopLoss: above, takeProfit: above, trailingStopPips: above }
const pricesSeen: Fields = { currentAsk: number, currentBid: number }
const ticket: Fields = {
  instrument: needed(text),
  side,
  type: needed(choice('market', 'limit', 'stop')),
  qty: needed({ ...above, description: 'Lots.' }),
  limitPrice: number,
  stopPrice: number,
  durationType: choice('GTC', 'IOC'),
  ...levels,
  ...pricesSeen,
}
const leverageTicket: Fields = {
  instrument: needed(text),
  side,
  orderType: needed(choice('market', 'limit', 'stop')),
}
const changedLeverage: Fields = { ...leverageTicket, leverage: needed(above) }

const authorization: Fields = {
  response_type: needed(choice('code', 'token')),
  client_id: needed(text),
  redirect_uri: needed(text),
  scope: text,
  state: { type: 'string', description: 'Comes back byte for byte.' },
  lang: text,
  prompt: choice('none', 'login'),
  code_challenge: text,
  code_challenge_method: choice('S256'),
}

const order = '/accounts/{accountId}/orders/{orderId}'
const position = '/accounts/{accountId}/positions/{positionId}'

/** What requests carry besides `locale` and their path; an operation that is not named carries nothing. */
export const requests: Readonly<Record<string, RequestShape>> = {
  'POST /authorize': { form: { login: needed(text), password: needed(text) } },
  'POST /authorize/token': {
    form: {
      grant_type: needed(text),
      assertion: needed({ type: 'string', description: 'A JWT, signed with RS256.' }),
      client_id: needed(text),
      client_secret: needed(text),
    },
  },
  'GET /oauth/authorize': { query: authorization },
  'POST /oauth/authorize': {
    query: authorization,
    form: {
      form: needed({ type: 'string', description: 'The hidden field of the page.' }),
      email: needed(text),
      password: needed(text),
      server: { ...text, description: 'Needed where there are several.' },
    },
  },
  'GET /oauth/logout': { query: { client_id: needed(text), returnTo: text, lang: text } },
  'POST /oauth/token': {
    form: {
      grant_type: needed(choice('authorization_code', 'refresh_token')),
      code: text,
      redirect_uri: text,
      code_verifier: text,
      refresh_token: { type: 'string' },
      client_id: text,
      client_secret: needed(text),
    },
  },
  'GET /quotes': {
    query: {
      symbols: needed({ ...text, description: 'Names, separated by commas.' }),
      accountId: needed(text),
    },
  },
  'GET /depth': { query: { symbol: needed(text), accountId: needed(text) } },
  'GET /accounts/{accountId}/ordersHistory': { query: { maxCount } },
  'GET /accounts/{accountId}/executions': { query: { instrument: needed(text), maxCount } },
  'POST /accounts/{accountId}/orders': { query: { requestId: text, confirmId: text }, form: ticket },
  'POST /accounts/{accountId}/previewOrder': { form: { ...ticket, id: text } },
  [`PUT ${order}`]: {
    query: { confirmId: text },
    form: { qty: needed(above), id: text, limitPrice: number, stopPrice: number, ...levels, ...pricesSeen },
  },
  [`PUT ${position}`]: { form: { ...levels, ...pricesSeen } },
  [`DELETE ${position}`]: { form: { amount: { ...above, description: 'Lots; everything without it.' } } },
  'POST /accounts/{accountId}/getLeverage': { form: leverageTicket },
  'POST /accounts/{accountId}/previewLeverage': { form: changedLeverage },
  'POST /accounts/{accountId}/setLeverage': { form: changedLeverage },
  'POST /accounts/{accountId}/trackLatency': {
    form: {
      transactionId: needed(text),
      transactionType: needed(
        choice('place_order', 'modify_order', 'cancel_order', 'modify_position', 'close_position'),
      ),
      instrument: needed(text),
      side,
      ask: needed(number),
      bid: needed(number),
      timestamp: needed(number),
      roundTripDuration: needed(number),
    },
  },
  'GET /symbol_info': { query: { group: text } },
  'GET /history': {
    query: {
      symbol: needed(text),
      resolution: needed(choice('1', '5', '15', '30', '60', '240', 'D', 'W', 'M', '1D', '1W', '1M')),
      from: needed(seconds),
      to: needed(seconds),
      countback: { type: 'integer', minimum: 1 },
    },
  },
}
