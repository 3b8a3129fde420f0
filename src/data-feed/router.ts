import { type RequestHandler, type Response, Router } from 'express'
import { sessionOf } from '../auth/session.ts'
import { queryOf } from '../http/form.ts'
import type { History } from './history/history.ts'
import { mappingOf } from './mapping.ts'
import { permittedGroups } from './permissions.ts'
import type { SymbolCatalogue } from './symbol-catalogue.ts'
import type { DeclaredGroup } from './symbols/groups.ts'

/** What is open to everybody. Must stand behind `guardRoutes`. */
export function createOpenDataRouter(mapping: Readonly<Record<string, string>>): Router {
  const router = Router()
  const answer = mappingOf(mapping)
  router.get('/mapping', (_request, response) => {
    response.json(answer)
  })
  return router
}

export interface DataFeedDeps {
  readonly symbols: SymbolCatalogue
  readonly history: History
  readonly streaming: RequestHandler
}

/**
 * What TradingView's servers call. Must stand behind `guardRoutes`, and behind the guard of the data half: a route that is
 * added here needs its token.
 */
export function createDataFeedRouter({ symbols, history, streaming }: DataFeedDeps): Router {
  const { list, info } = symbols
  const router = Router()
  router.get('/symbol_info', async (request, response) => {
    sendJson(response, await info.body(queryOf(request).group))
  })
  router.get('/history', async (request, response) => {
    sendJson(response, await history.body(request.url, request.ip))
  })
  router.get('/groups', async (_request, response) => {
    const { groups } = await list.read()
    response.json({ s: 'ok', d: { groups: groups.map((id) => ({ id })) } })
  })
  router.get('/streaming', streaming)
  return router
}

function sendJson(response: Response, body: Buffer): void {
  response.set({ 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }).end(body)
}

/**
 * What TradingView's servers ask with the token of a trader who logs in: which groups it may see. Of all of them, and before
 * the broker's list is known of all that there can be, because nobody asks again before the next login. Must stand behind
 * `guardRoutes` and `requireSession`.
 */
export function createPermissionsRouter(
  { list, groups }: SymbolCatalogue,
  declared: readonly DeclaredGroup[],
): Router {
  const router = Router()
  router.get('/permissions', async (_request, response) => {
    const book = list.last() ?? (await list.read().catch(() => undefined))
    const ids = book?.groups ?? groups.all
    response.json({ s: 'ok', d: { groups: await permittedGroups(ids, declared, sessionOf(response)) } })
  })
  return router
}
