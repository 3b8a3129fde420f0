import { type RequestHandler, Router } from 'express'
import { mappingOf } from './mapping.ts'

export interface DataFeedDeps {
  /** Broker symbol → TradingView symbol whose prices it follows. */
  readonly mapping: Readonly<Record<string, string>>
  readonly streaming: RequestHandler
}

/** What TradingView's servers call, as far as it is open to everybody. Must stand behind `guardRoutes`. */
export function createDataFeedRouter({ mapping, streaming }: DataFeedDeps): Router {
  const router = Router()
  const answer = mappingOf(mapping)
  router.get('/mapping', (_request, response) => {
    response.json(answer)
  })
  router.get('/streaming', streaming)
  return router
}
