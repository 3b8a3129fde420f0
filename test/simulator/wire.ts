/** The bodies the tests read, as far as they read them. A test asserts what is really there. */
export interface Body {
  readonly s: string
  readonly errmsg: string
  readonly d: Payload
  readonly accessToken: string
  readonly refreshToken: string
  readonly expireDate: string
  readonly accounts: readonly Record<string, string>[]
  readonly message: string
}

export type Row = Readonly<Record<string, string | null>>
type Cells = readonly (string | null)[]

interface Payload {
  readonly [panel: `${string}Config`]: { readonly columns: readonly { readonly id: string }[] }
  readonly orderId: string
  readonly instruments: readonly ListedInstrument[]
  readonly accountDetailsData: readonly number[]
  readonly barDetails: readonly Bar[]
  readonly orders: readonly Cells[]
  readonly ordersHistory: readonly Cells[]
  readonly positions: readonly Cells[]
  readonly executions: readonly Cells[]
  readonly hasMore: boolean
  readonly rateLimits: readonly { readonly rateLimitType: string; readonly limit: number }[]
  readonly limits: readonly { readonly limitType: string; readonly limit: number }[]
  readonly asks: readonly (readonly [number, number])[]
  readonly bids: readonly (readonly [number, number])[]
  readonly ap: number
  readonly as: number
  readonly bp: number
  readonly bs: number
}

interface Bar {
  readonly t: number
  readonly o: number
  readonly h: number
  readonly l: number
  readonly c: number
  readonly v: number
}

export interface ListedInstrument {
  readonly tradableInstrumentId: number
  readonly name: string
  readonly type: string
  readonly routes: readonly { readonly id: number; readonly type: 'INFO' | 'TRADE' }[]
  readonly barSource: string | null
}

export interface Details {
  readonly name: string
  readonly symbolStatus: string
  readonly leverage: string | null
  readonly lotStep: number
  readonly minLot: number
  readonly maxLot: number | null
  readonly quotingCurrency: string
  readonly tickSize: readonly { readonly leftRangeLimit: number | null; readonly tickSize: number }[]
  readonly tradeSessionId: number
  readonly tradeSessionStatusId: number
}
