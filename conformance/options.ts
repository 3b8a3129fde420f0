export interface Credentials {
  readonly login: string
  readonly password: string
}

/** What TradingView signs its assertions with, where the data half uses OAuth2. Keys are PEM text. */
export interface DataClient {
  readonly clientId: string
  readonly clientSecret: string
  readonly privateKey: string
  readonly certificate: string
  readonly userId: string
  readonly appUrl: string
  readonly tokenUrl: string
  readonly grantType: string
}

/** What a run is to do. Durations are seconds. */
export interface Options {
  /** Without a slash at its end. */
  readonly url: string
  /** The data half's login; where that half is public, a trader's. */
  readonly login?: Credentials
  readonly trader?: Credentials
  readonly accessToken?: string
  readonly client?: DataClient
  /** The data half is said to be public. */
  readonly noAuth: boolean
  /** Names of tests or areas; all where absent. */
  readonly only?: readonly string[]
  /** Keys of the symbols whose history is tested; `all`; by default a few of different types. */
  readonly symbols?: readonly string[] | 'all'
  /** Unix seconds before which there is no history. */
  readonly left?: number
  /** Places, changes and cancels an order. */
  readonly placeOrders: boolean
  readonly instrument?: string
  readonly defaultDuration: number
  readonly historyDuration: number
  readonly symbolsDuration: number
  /** How long a request may take, in real seconds. */
  readonly timeout: number
}

export const DEFAULTS = {
  noAuth: false,
  placeOrders: false,
  defaultDuration: 30,
  historyDuration: 130,
  symbolsDuration: 130,
  timeout: 30,
} as const

/** Where the data half's token is asked for unless told otherwise, below the deployment's address. */
export const TOKEN_PATH = '/authorize/token'

export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
