import type { Broker, BrokerReadiness, Credentials } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { createAccountDirectory } from './account/account-directory.ts'
import { createAccountReads } from './account/account-reads.ts'
import { createBooks } from './book/books.ts'
import { createLeftOut } from './book/left-out.ts'
import { type Budgets, createBudgets } from './budgets/route-budgets.ts'
import { createSharedPermit } from './budgets/shared-budgets.ts'
import {
  type ServiceAccounts,
  type ServiceAccountsStatus,
  startServiceAccounts,
} from './feed/accounts/service-accounts.ts'
import { createBars } from './feed/bars/bars.ts'
import { createFeedInstruments } from './feed/feed-instruments.ts'
import { createMarketData, unconfiguredMarketData } from './feed/market-data.ts'
import { createPricePoller } from './feed/prices/price-poller.ts'
import { forgetUser } from './forget-user.ts'
import { createCatalogue } from './instruments/catalogue.ts'
import { type CatalogueWarmer, startCatalogueWarmer } from './instruments/catalogue-warmer.ts'
import { createInfoRoutes } from './instruments/info-routes.ts'
import { createInstruments } from './instruments/instruments.ts'
import { createPipValues } from './instruments/pip-value.ts'
import { createQuotes } from './instruments/quotes.ts'
import { createSharedContracts } from './instruments/shared-contracts.ts'
import { createTradingHours } from './instruments/trading-hours.ts'
import type { TradeLockerOptions } from './options.ts'
import type { Parts } from './parts.ts'
import { createReadPace, type ReadPace, UNHURRIED } from './read-pace.ts'
import { createSession } from './session.ts'
import { createOpenSessions } from './tokens/open-sessions.ts'
import { createSharedTokens } from './tokens/shared-tokens.ts'
import { logIn, type SessionTokens, tokensFromGrant } from './tokens/tokens.ts'
import { createSharedCloses } from './trading/changing/shared-closes.ts'
import { createLocalLedger } from './trading/placing/local-ledger.ts'
import { createOrderPlacement } from './trading/placing/order-placement.ts'
import { ARRIVES_WITHIN_MS } from './trading/placing/placement-ledger.ts'
import { createSharedLedger } from './trading/placing/shared-ledger.ts'
import { createHttp } from './transport/http.ts'
import { createSessionClient } from './transport/session-client.ts'
import type { Upstream } from './transport/upstream.ts'

/** How long a trader waits while an order whose answer got lost is looked for. */
const SEARCH_MS = 10_000

const USER_AGENT = 'tradelocker-tradingview-gateway'

/** The TradeLocker back end. Opens no connection before the first call, unless a service account warms the catalogue. */
export function createTradeLockerBroker(options: TradeLockerOptions): Broker {
  const { baseUrl, developerApiKey, servers, log, events, clock, elapsed, rateLimits, store } = options
  const http = createHttp({ baseUrl, developerApiKey, userAgent: USER_AGENT, log, clock })
  const budgets = createBudgets({
    ...rateLimits,
    elapsed,
    ...(store && {
      permit: createSharedPermit({ store, elapsed }),
      // Who has seen nobody yet supposes one more. Counting each call twice in the store would waste what only one count allows.
      replicas: () => store.status.replicas ?? { count: 2, place: 1 },
    }),
    log,
    onRefused: (route) => events.refused({ route }),
    onThrottled: (key) => parts.directory.limitsInDoubt(key),
  })
  const upstream: Upstream = {
    http,
    budgets,
    events,
    clock,
    elapsed,
    sharedTokens: store && createSharedTokens(store, clock),
  }
  const { utilisation } = options
  const pace = utilisation === undefined ? UNHURRIED : createReadPace(utilisation, events.readPace, log)
  const parts = createParts(options, budgets, pace)
  const { searchMs = SEARCH_MS, arrivesWithinMs = ARRIVES_WITHIN_MS } = options
  const ledger =
    store === undefined
      ? createLocalLedger(elapsed, arrivesWithinMs)
      : createSharedLedger(store, elapsed, arrivesWithinMs)
  const placement = createOrderPlacement(parts, ledger, log, { searchMs, arrivesWithinMs })

  const clientOf = (tokens: SessionTokens) => createSessionClient({ ...upstream, tokens })
  const openSessions = createOpenSessions({
    open: (tokens, end) =>
      createSession(parts, placement, clientOf(tokens), {
        accountType: options.accountType,
        headroom: rateLimits.headroom,
        end,
      }),
    onUserGone: (user) => forgetUser(parts, user),
    elapsed,
  })

  const services = startServiceAccounts({
    services: options.serviceAccounts,
    logIn: async (service) => clientOf(await logIn(upstream, service)),
    directory: parts.directory,
    log,
    events,
    pauses: options.loginPauses,
  })
  const feed =
    options.serviceAccounts.length > 0
      ? startFeed(parts, services, budgets, options)
      : { marketData: unconfiguredMarketData, warmer: undefined, poller: undefined }

  return {
    async logIn(credentials: Credentials) {
      if (!servers.includes(credentials.server)) {
        throw new BrokerError('unknown_server', { params: { server: credentials.server } })
      }
      return openSessions.of(await logIn(upstream, credentials))
    },
    resume: (grant) => openSessions.of(tokensFromGrant(upstream, grant)),
    marketData: feed.marketData,
    readiness: () => readinessOf(feed.warmer, services.status()),
    async close() {
      feed.poller?.close()
      feed.warmer?.close()
      services.close()
      placement.close()
      pace.close()
      budgets.close()
      http.close()
    },
  }
}

/** What is read through service accounts. */
function startFeed(
  parts: Parts,
  services: ServiceAccounts,
  budgets: Budgets,
  { events, barChoices }: Pick<TradeLockerOptions, 'events' | 'barChoices'>,
) {
  const feedInstruments = createFeedInstruments({ ...parts, lead: services.lead, barChoices })
  const poller = createPricePoller({ ...parts, list: feedInstruments.list, services, budgets, events })
  return {
    marketData: createMarketData({
      feedInstruments,
      bars: createBars({ ...parts, services }),
      prices: poller.prices,
    }),
    poller,
    warmer: startCatalogueWarmer({ ...parts, load: feedInstruments.load, lead: services.lead }),
  }
}

function createParts(
  { events, clock, elapsed, log, store }: TradeLockerOptions,
  budgets: Budgets,
  pace: ReadPace,
): Parts {
  const directory = createAccountDirectory(budgets)
  const infoRoutes = createInfoRoutes()
  const catalogue = createCatalogue(
    (server, progress) => events.catalogue({ server, ...progress }),
    store && createSharedContracts(store, clock),
  )
  const instruments = createInstruments(catalogue, infoRoutes)
  const quotes = createQuotes(infoRoutes)
  const leftOut = createLeftOut(log)
  const books = createBooks(directory, instruments, { clock, elapsed }, pace, leftOut)
  const reads = createAccountReads(directory, pace, leftOut, clock)
  store?.listen({
    told(accountKey) {
      books.changedElsewhere(accountKey)
      reads.changed(accountKey)
    },
    missed() {
      books.missed()
      reads.missed()
    },
  })
  return {
    directory,
    catalogue,
    infoRoutes,
    instruments,
    quotes,
    hours: createTradingHours(clock),
    pipValues: createPipValues(instruments, quotes),
    books,
    changesUnderWay: new Map(),
    changeTurns: new Map(),
    sharedCloses: store && createSharedCloses(store, elapsed),
    log,
    reads,
    tellOthers: async (accountKey) => store?.tell(accountKey),
    clock,
    elapsed,
  }
}

/** Nothing here keeps traders out: without a service account the catalogue loads as they log in. */
function readinessOf(warmer: CatalogueWarmer | undefined, services: ServiceAccountsStatus): BrokerReadiness {
  return { ready: true, detail: { ...catalogueDetail(warmer), ...dataFeedDetail(services) } }
}

function catalogueDetail(warmer: CatalogueWarmer | undefined): BrokerReadiness['detail'] {
  if (warmer === undefined) return { catalogue: 'loads with the first login' }
  const progress = warmer.progress()
  if (progress === undefined) return { catalogue: 'waiting for the service account' }
  const { complete, incomplete, missing } = progress
  return { catalogue: missing > 0 ? 'warming' : 'loaded', complete, incomplete, missing }
}

function dataFeedDetail({ configured, usable, trouble }: ServiceAccountsStatus): BrokerReadiness['detail'] {
  if (configured === 0) return { dataFeed: 'not configured' }
  return {
    dataFeed: usable > 0 ? 'ready' : 'unavailable',
    serviceAccounts: configured,
    serviceAccountsUsable: usable,
    ...(trouble !== undefined && { serviceAccountTrouble: trouble }),
  }
}
