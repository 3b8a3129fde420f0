import { type Account, type AccountTerms, openAccount, type TradingRules } from './accounts.ts'
import { createInfoRoutes, type InfoRoutes, type RouteIds } from './info-routes.ts'

/** How the answers to a user differ from the plain form; the real server shows all of these somewhere. */
interface Quirks {
  /** all-accounts spells accountBalance `aaccountBalance`. */
  readonly misspeltBalance?: boolean
  /** Row cells that hold identifiers are bare JSON numbers beyond 2^53. */
  readonly bareIds?: boolean
  /** The first of two INFO routes is dead. */
  readonly firstInfoRouteDead?: boolean
}

export interface User {
  readonly id: number
  readonly email: string
  password: string
  /** Locked out: no login, and no token is taken. */
  isLocked: boolean
  readonly server: string
  readonly quirks: Quirks
  readonly routes: InfoRoutes
  readonly accounts: readonly Account[]
}

/** The password of every simulated login. */
export const demoPassword = 'demo-password'

const fullRules: TradingRules = {
  supportBrackets: true,
  supportTrailingStop: true,
  supportPartialClosePosition: true,
  supportSelfTrading: true,
  supportTradingOutOfTradingHours: false,
}
const plainRules: TradingRules = {
  ...fullRules,
  supportTrailingStop: false,
  supportPartialClosePosition: false,
}

type AccountSketch = Partial<AccountTerms> & Pick<AccountTerms, 'id' | 'currency' | 'balance'>

interface UserSketch {
  readonly email: string
  readonly server: string
  readonly routeIds: RouteIds
  readonly quirks?: Quirks
  readonly accounts: readonly AccountSketch[]
}

const demoRoutes: RouteIds = { trade: 9912, info: 452, spareInfo: 451, cryptoTrade: 9920, cryptoInfo: 460 }
const proRoutes: RouteIds = {
  trade: 540_005,
  info: 540_002,
  spareInfo: 540_001,
  cryptoTrade: 540_015,
  cryptoInfo: 540_012,
}

const sketches: readonly UserSketch[] = [
  {
    email: 'anna@example.com',
    server: 'SIM-DEMO',
    routeIds: demoRoutes,
    accounts: [
      { id: '700101', currency: 'USD', balance: 50_000 },
      { id: '700102', currency: 'EUR', balance: 25_000, leverageCap: 30 },
    ],
  },
  {
    email: 'ben@example.com',
    server: 'SIM-DEMO',
    routeIds: { trade: 9944, info: 484, spareInfo: 483, cryptoTrade: 9950, cryptoInfo: 490 },
    quirks: { misspeltBalance: true, bareIds: true, firstInfoRouteDead: true },
    accounts: [
      { id: '700201', currency: 'EUR', balance: 10_000 },
      { id: '700202', currency: 'JPY', balance: 3_000_000 },
    ],
  },
  {
    email: 'chloe@example.com',
    server: 'SIM-PRO',
    routeIds: proRoutes,
    accounts: [
      { id: '810301', currency: 'GBP', balance: 100_000 },
      { id: '810302', currency: 'USD', balance: 5000, status: 'RESTRICTED' },
      { id: '810303', currency: 'USD', balance: 250, leverageCap: 10 },
    ],
  },
  {
    email: 'dmitri@example.com',
    server: 'SIM-DEMO',
    routeIds: demoRoutes,
    quirks: { firstInfoRouteDead: true },
    accounts: [{ id: '700401', currency: 'USD', balance: 20_000, tradingRules: plainRules }],
  },
  {
    email: 'feed@example.com',
    server: 'SIM-DEMO',
    routeIds: demoRoutes,
    accounts: [{ id: '700901', currency: 'USD', balance: 0 }],
  },
]

const crowdPattern = /^crowd-([1-9]\d{0,3})@example\.com$/

/** The people who can log in. */
export interface Users {
  /** The users with a name. */
  readonly named: readonly User[]
  /**
   * Finds a user by e-mail address. `crowd-1@example.com` … `crowd-9999@example.com` come into being when first
   * asked for: as many traders of SIM-DEMO as a load test needs, one USD account each.
   */
  find(email: string): User | undefined
  /** Every user there is so far. */
  all(): Iterable<User>
}

export function createUsers(): Users {
  const known = new Map<string, User>()
  const admit = (sketch: UserSketch): User => {
    const user = createUser(10_001 + known.size, sketch)
    known.set(user.email, user)
    return user
  }
  const named = sketches.map(admit)
  return {
    named,
    find(email) {
      const user = known.get(email)
      const ordinal = crowdPattern.exec(email)?.[1]
      return user ?? (ordinal ? admit(crowdMember(Number(ordinal))) : undefined)
    },
    all: () => known.values(),
  }
}

function crowdMember(ordinal: number): UserSketch {
  return {
    email: `crowd-${ordinal}@example.com`,
    server: 'SIM-DEMO',
    routeIds: demoRoutes,
    accounts: [{ id: String(900_000 + ordinal), currency: 'USD', balance: 100_000 }],
  }
}

function createUser(id: number, sketch: UserSketch): User {
  const quirks = sketch.quirks ?? {}
  return {
    id,
    email: sketch.email,
    password: demoPassword,
    isLocked: false,
    server: sketch.server,
    quirks,
    routes: createInfoRoutes(sketch.routeIds, quirks.firstInfoRouteDead ?? false),
    accounts: sketch.accounts.map((account, index) =>
      openAccount({
        accNum: index + 1,
        name: `D#SIM#${account.id}`,
        status: 'ACTIVE',
        leverageCap: null,
        tradingRules: fullRules,
        ...account,
      }),
    ),
  }
}
