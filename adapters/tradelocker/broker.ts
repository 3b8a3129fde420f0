import type { Broker, BrokerReadiness, Credentials } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { createAccountDirectory } from './account-directory.ts'
import { createAccountReads } from './account-reads.ts'
import { createBooks } from './books.ts'
import { createCatalogue } from './catalogue.ts'
import { type CatalogueWarmer, startCatalogueWarmer } from './catalogue-warmer.ts'
import { createHttp } from './http.ts'
import { createInfoRoutes } from './info-routes.ts'
import { createInstruments } from './instruments.ts'
import { createLocalLedger } from './local-ledger.ts'
import type { TradeLockerOptions } from './options.ts'
import { createOrderPlacement } from './order-placement.ts'
import type { Parts } from './parts.ts'
import { createPipValues } from './pip-value.ts'
import { createQuotes } from './quotes.ts'
import { type Budgets, createBudgets } from './route-budgets.ts'
import { createSession } from './session.ts'
import { createSessionClient } from './session-client.ts'
import { createSharedPermit } from './shared-budgets.ts'
import { createSharedContracts } from './shared-contracts.ts'
import { createSharedLedger } from './shared-ledger.ts'
import { createSharedTokens } from './shared-tokens.ts'
import { logIn, type SessionTokens, tokensFromGrant } from './tokens.ts'
import { createTradingHours } from './trading-hours.ts'
import type { Upstream } from './upstream.ts'

/** How long a trader waits while an order whose answer got lost is looked for. */
const SEARCH_MS = 10_000

const USER_AGENT = 'tradelocker-tradingview-gateway'

/** The TradeLocker back end. Opens no connection before the first call, unless a service account warms the catalogue. */
export function createTradeLockerBroker(options: TradeLockerOptions): Broker {
  const { baseUrl, developerApiKey, servers, log, events, clock, rateLimits, store } = options
  const http = createHttp({ baseUrl, developerApiKey, userAgent: USER_AGENT, log, clock })
  const budgets = createBudgets({
    ...rateLimits,
    ...(store && { permit: createSharedPermit({ store, maxRps: rateLimits.maxRps, clock }) }),
    log,
    onRefused: (route) => events.refused({ route }),
    onThrottled: (key) => parts.directory.limitsInDoubt(key),
  })
  const upstream: Upstream = {
    http,
    budgets,
    events,
    clock,
    elapsed: () => performance.now(),
    sharedTokens: store && createSharedTokens(store, clock),
  }
  const parts = createParts(options, budgets)
  const ledger = store === undefined ? createLocalLedger(clock) : createSharedLedger(store, clock)
  const searchMs = options.searchMs ?? SEARCH_MS
  const placement = createOrderPlacement(parts, ledger, log, { searchMs })

  const clientOf = (tokens: SessionTokens) => createSessionClient({ ...upstream, tokens })
  const sessionOf = (tokens: SessionTokens) =>
    createSession(parts, placement, clientOf(tokens), {
      accountType: options.accountType,
      headroom: rateLimits.headroom,
    })

  const warmer =
    options.serviceAccount &&
    startCatalogueWarmer(
      parts,
      options.serviceAccount,
      async (service) => clientOf(await logIn(upstream, service)),
      log,
    )

  return {
    async logIn(credentials: Credentials) {
      if (!servers.includes(credentials.server)) {
        throw new BrokerError('unknown_server', { params: { server: credentials.server } })
      }
      return sessionOf(await logIn(upstream, credentials))
    },
    resume: (grant) => sessionOf(tokensFromGrant(upstream, grant)),
    readiness: () => readinessOf(warmer),
    async close() {
      warmer?.close()
      placement.close()
      budgets.close()
      http.close()
    },
  }
}

function createParts({ events, clock, store }: TradeLockerOptions, budgets: Budgets): Parts {
  const directory = createAccountDirectory(budgets)
  const infoRoutes = createInfoRoutes()
  const catalogue = createCatalogue(
    (server, progress) => events.catalogue({ server, ...progress }),
    store && createSharedContracts(store, clock),
  )
  const instruments = createInstruments(catalogue, infoRoutes)
  const quotes = createQuotes(infoRoutes)
  return {
    directory,
    catalogue,
    instruments,
    quotes,
    hours: createTradingHours(clock),
    pipValues: createPipValues(instruments, quotes),
    books: createBooks(directory, instruments, clock),
    changesUnderWay: new Map(),
    reads: createAccountReads(directory),
    clock,
  }
}

/** Without a service account there is nothing to wait for: the catalogue loads as traders log in. */
function readinessOf(warmer: CatalogueWarmer | undefined): BrokerReadiness {
  if (warmer === undefined) return { ready: true, detail: { catalogue: 'loads with the first login' } }
  const progress = warmer.progress()
  if (progress === undefined) return { ready: true, detail: { catalogue: 'waiting for the service account' } }
  const { complete, incomplete, missing } = progress
  return {
    ready: true,
    detail: { catalogue: missing > 0 ? 'warming' : 'loaded', complete, incomplete, missing },
  }
}
