import type { Router } from 'express'
import type { Broker } from './broker/broker.ts'
import type { Config } from './config.ts'
import { createGuestShare, type GuestShareOptions } from './data-feed/guest-share.ts'
import { createHistory } from './data-feed/history/history.ts'
import { createDataFeedRouter, createOpenDataRouter, createPermissionsRouter } from './data-feed/router.ts'
import { createStreaming } from './data-feed/streaming/streaming.ts'
import { createSymbolCatalogue } from './data-feed/symbol-catalogue.ts'
import type { SymbolRules } from './data-feed/symbols/rules-review.ts'
import { queryOfUrl } from './http/form.ts'
import type { Log } from './http/log.ts'
import type { GatewayMetrics } from './http/metrics.ts'
import type { PreparedAnswersOptions } from './http/prepared-answers.ts'
import type { Drain } from './http/shutdown.ts'

interface DataFeedParts {
  readonly config: Config
  readonly broker: Pick<Broker, 'marketData'>
  readonly log: Log
  readonly metrics: Pick<GatewayMetrics, 'stream'>
  readonly drain: Pick<Drain, 'signal'>
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Every line costs a write for each who reads. TradingView opens four, and some more while it changes servers. */
const STREAMS = { most: 200, mostEach: 20 }
/** At work or waiting for it. */
const LARGE_ANSWERS = { most: 50, mostEach: 10 }

/** The data half as the configuration has it: its routes by who may call them. */
export interface DataFeed {
  readonly forEverybody: Router
  readonly forServers: Router
  readonly forTraders: Router
  /** By route: the answer to a URL, as bytes, where it stands ready. */
  readonly prepared: Readonly<Record<string, PreparedAnswersOptions['bodyOf']>>
}

export function createDataFeed({ config, broker, log, metrics, drain, clock }: DataFeedParts): DataFeed {
  const { marketData } = broker
  const rules = symbolRules(config)
  const symbols = createSymbolCatalogue({ marketData, rules, log, clock })
  const isPublic = config.dataFeed.clients.length === 0
  const guests = (options: GuestShareOptions) => (isPublic ? createGuestShare(options) : undefined)
  const history = createHistory({ list: symbols.list, marketData, guests: guests(LARGE_ANSWERS), clock })
  const streaming = createStreaming({
    marketData,
    symbols: symbols.list,
    guests: guests(STREAMS),
    events: metrics.stream,
    clock,
    signal: drain.signal,
  })
  return {
    forEverybody: createOpenDataRouter(rules.mapping),
    forServers: createDataFeedRouter({ symbols, history, streaming }),
    forTraders: createPermissionsRouter(symbols, rules.groups),
    prepared: {
      '/history': history.kept,
      '/symbol_info': (url) => symbols.info.body(queryOfUrl(url).group),
    },
  }
}

function symbolRules({ dataFeed: { brokerId, symbols } }: Config): SymbolRules {
  const { mapping = {}, groups = [], symbols: overrides = {} } = symbols ?? {}
  return { brokerId, mapping, groups, overrides }
}
