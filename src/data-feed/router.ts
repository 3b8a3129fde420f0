import { type RequestHandler, Router } from 'express'
import { mappingOf } from './mapping.ts'

export interface DataFeedDeps {
  readonly streaming: RequestHandler
}

/**
 * What TradingView's servers call. Must stand behind `guardRoutes`, and behind the guard of the data half: a route that is
 * added here needs its token.
 */
export function createDataFeedRouter({ streaming }: DataFeedDeps): Router {
  const router = Router()
  router.get('/streaming', streaming)
  return router
}

export interface OpenDataDeps {
  /** Broker symbol → TradingView symbol whose prices it follows. */
  readonly mapping: Readonly<Record<string, string>>
}

/** The part of it that is open to everybody. Must stand behind `guardRoutes`. */
export function createOpenDataRouter({ mapping }: OpenDataDeps): Router {
  const router = Router()
  const answer = mappingOf(mapping)
  router.get('/mapping', (_request, response) => {
    response.json(answer)
  })
  return router
}
