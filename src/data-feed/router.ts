import { Router } from 'express'
import { mappingOf } from './mapping.ts'

export interface DataFeedDeps {
  /** Broker symbol → TradingView symbol whose prices it follows. */
  readonly mapping: Readonly<Record<string, string>>
}

/** What TradingView's servers call, as far as it is open to everybody. Must stand behind `guardRoutes`. */
export function createDataFeedRouter({ mapping }: DataFeedDeps): Router {
  const router = Router()
  const answer = mappingOf(mapping)
  router.get('/mapping', (_request, response) => {
    response.json(answer)
  })
  return router
}
