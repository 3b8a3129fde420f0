import { CLIENT, REDIRECT_URI } from './oauth-client.ts'

/** How TradingView makes a request. `~order~` and the like stand for what is there when it is sent. */
export interface Meant {
  readonly token: 'none' | 'trader' | 'dataServer'
  readonly path: Fields
  readonly query: Fields
  readonly form: Fields
}

type Fields = Readonly<Record<string, string>>

const TRADER = { token: 'trader', path: {}, query: { locale: 'en' }, form: {} } as const
const DATA_SERVER = { token: 'dataServer', path: {}, query: {}, form: {} } as const
const ANYBODY = { token: 'none', path: {}, query: {}, form: {} } as const
/** Whose cookies come with whatever token. */
const BROWSER = { ...TRADER, query: {} } as const
const ACCOUNT = { ...TRADER, path: { accountId: '700101' } } as const

const place = { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: '0.01', limitPrice: '1.01' }
const leverage = { instrument: 'EURUSD', side: 'buy', orderType: 'market' }
const login = {
  response_type: 'code',
  client_id: CLIENT.client_id,
  redirect_uri: REDIRECT_URI,
  state: '~state~',
  lang: 'en',
}

/** One request of every operation that can succeed with this gateway, by its name in the published OpenAPI. */
export const MEANT: Readonly<Record<string, Meant>> = {
  'GET /livez': ANYBODY,
  'GET /readyz': ANYBODY,
  'POST /authorize': { ...ANYBODY, form: { login: '~email~', password: 'demo-password', locale: 'en' } },
  'POST /logout': TRADER,
  'GET /config': TRADER,
  'GET /accounts': TRADER,
  'GET /accounts/{accountId}/instruments': ACCOUNT,
  'GET /accounts/{accountId}/state': ACCOUNT,
  'GET /accounts/{accountId}/orders': ACCOUNT,
  'POST /accounts/{accountId}/orders': { ...ACCOUNT, query: { requestId: '~new~' }, form: place },
  'PUT /accounts/{accountId}/orders/{orderId}': {
    ...ACCOUNT,
    path: { ...ACCOUNT.path, orderId: '~order~' },
    form: { qty: '0.02', limitPrice: '1.02' },
  },
  'DELETE /accounts/{accountId}/orders/{orderId}': {
    ...ACCOUNT,
    path: { ...ACCOUNT.path, orderId: '~order~' },
  },
  'GET /accounts/{accountId}/ordersHistory': { ...ACCOUNT, query: { maxCount: '20', locale: 'en' } },
  'GET /accounts/{accountId}/positions': ACCOUNT,
  'PUT /accounts/{accountId}/positions/{positionId}': {
    ...ACCOUNT,
    path: { ...ACCOUNT.path, positionId: '~position~' },
    form: { stopLoss: '1.0' },
  },
  'DELETE /accounts/{accountId}/positions/{positionId}': {
    ...ACCOUNT,
    path: { ...ACCOUNT.path, positionId: '~position~' },
  },
  'GET /accounts/{accountId}/executions': { ...ACCOUNT, query: { instrument: 'EURUSD', maxCount: '20' } },
  'GET /accounts/{accountId}/balances': ACCOUNT,
  'POST /accounts/{accountId}/previewOrder': { ...ACCOUNT, form: place },
  'POST /accounts/{accountId}/getLeverage': { ...ACCOUNT, form: leverage },
  'POST /accounts/{accountId}/previewLeverage': { ...ACCOUNT, form: { ...leverage, leverage: '100' } },
  'POST /accounts/{accountId}/trackLatency': {
    ...ACCOUNT,
    form: {
      transactionId: '1',
      transactionType: 'place_order',
      instrument: 'EURUSD',
      side: 'buy',
      ask: '1.1',
      bid: '1.1',
      timestamp: '1700000000000',
      roundTripDuration: '120',
    },
  },
  'GET /quotes': { ...TRADER, query: { accountId: '700101', symbols: 'EURUSD' } },
  'GET /depth': { ...TRADER, query: { accountId: '700101', symbol: 'EURUSD' } },
  'GET /permissions': TRADER,
  'GET /mapping': ANYBODY,
  'GET /streaming': DATA_SERVER,
  'GET /symbol_info': { ...DATA_SERVER, query: { group: '~group~' } },
  'GET /history': {
    ...DATA_SERVER,
    query: { symbol: 'EURUSD', resolution: '1', from: '~past~', to: '~now~' },
  },
  'GET /groups': DATA_SERVER,
  'POST /authorize/token': {
    ...ANYBODY,
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: '~assertion~',
      client_id: '~dataClient~',
      client_secret: '~dataSecret~',
    },
  },
  'GET /oauth/authorize': { ...BROWSER, query: login },
  'POST /oauth/authorize': {
    ...BROWSER,
    query: login,
    form: { form: '~form~', email: '~email~', password: 'demo-password', server: 'SIM-DEMO' },
  },
  'POST /oauth/token': {
    ...ANYBODY,
    form: {
      grant_type: 'refresh_token',
      refresh_token: '~refreshToken~',
      client_secret: CLIENT.client_secret,
    },
  },
  'GET /oauth/logout': { ...BROWSER, query: { client_id: CLIENT.client_id, returnTo: REDIRECT_URI } },
}
