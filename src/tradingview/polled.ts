import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { sessionOf } from '../auth/session.ts'
import type { BrokerSession } from '../broker/broker.ts'
import { type Soon, soon } from '../broker/soon.ts'
import { type FormFields, queryOf } from '../http/form.ts'
import { forNobody } from '../http/request-context.ts'
import { requestFact } from '../http/request-fact.ts'
import type { WireBody } from '../http/wire-body.ts'
import { localeOf } from '../i18n/translate.ts'
import { readDepth } from './depth.ts'
import type { PolledCall } from './endpoint.ts'
import { readOrders } from './orders.ts'
import { requiredText } from './parse.ts'
import { readPositions } from './positions.ts'
import { readQuotes } from './quotes.ts'
import { readState } from './state.ts'

/** What every panel asks for again and again, all the time. */
export interface PolledRoute {
  /** As Express takes it. */
  readonly path: string
  /** Bodies are serialised already; errors are thrown. */
  readonly read: (call: PolledCall) => Soon<WireBody>
}

export const polledRoutes = {
  orders: { path: '/accounts/:accountId/orders', read: readOrders },
  positions: { path: '/accounts/:accountId/positions', read: readPositions },
  state: { path: '/accounts/:accountId/state', read: readState },
  quotes: { path: '/quotes', read: readQuotes },
  depth: { path: '/depth', read: readDepth },
} as const satisfies Record<string, PolledRoute>

/** A browser may keep the answer, but shows it only after asking whether it still holds. */
const CACHE_CONTROL = 'private, no-cache'

/**
 * The answer to a poll. The account comes before everything else in the request: whoever does not own it learns nothing
 * but `account_not_found`.
 * @param accountId from the path; undefined where the query names it
 * @returns at once where nothing has to be waited for; it never throws, it rejects
 */
export function answerPoll(
  { read }: PolledRoute,
  session: BrokerSession,
  accountId: string | undefined,
  query: FormFields,
): Soon<WireBody> {
  return soon(query, () =>
    soon(session.account(accountId ?? requiredText(query, 'accountId')), (account) =>
      read({ session, account, query, locale: localeOf(query.locale) }),
    ),
  )
}

/** Errors of polls that were begun before Express saw them, to be thrown where Express answers errors. */
const failures = requestFact<{ readonly error: unknown }>('failure')

export function failPoll(request: IncomingMessage, error: unknown): void {
  failures.note(request, { error })
}

/** Answers a poll the usual way. A client that shows the tag of what it has gets 304 when there is nothing newer. */
export function forPolls(route: PolledRoute): RequestHandler {
  return async (request, response) => {
    const failure = failures.of(request)
    if (failure !== undefined) throw failure.error
    const body = await forNobody(() =>
      answerPoll(route, sessionOf(response), accountInPath(request), queryOf(request)),
    )
    response.set({ 'Cache-Control': CACHE_CONTROL, ETag: body.etag })
    response.type('json').send(body.text)
  }
}

function accountInPath({ params }: Request): string | undefined {
  return typeof params.accountId === 'string' ? params.accountId : undefined
}
