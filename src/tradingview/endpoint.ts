import type { Request, RequestHandler, Response } from 'express'
import { sessionOf } from '../auth/session.ts'
import type { BrokerSession, TradingAccount } from '../broker/broker.ts'
import { type FormFields, queryOf } from '../http/form.ts'
import { type Locale, localeOf } from '../i18n/translate.ts'
import { done, ok } from './envelope.ts'

/** A request of a logged-in trader. */
export interface SessionCall {
  readonly session: BrokerSession
  /** The language of every text in the answer. */
  readonly locale: Locale
  readonly query: FormFields
  readonly request: Request
}

/** A request about one account, which is known to belong to the session. */
export interface AccountCall extends SessionCall {
  readonly account: TradingAccount
}

/** A poll, which nothing but its account, its query and its language can make different from another. */
export type PolledCall = Omit<AccountCall, 'request'>

/** One operation: the result that goes into the envelope, or nothing where `ok` says it all. Errors are thrown. */
export type Endpoint<Call> = (call: Call) => Promise<unknown>

/** For operations that concern the whole login. */
export function forSession(endpoint: Endpoint<SessionCall>): RequestHandler {
  return async (request, response) => send(response, await endpoint(callOf(request, response)))
}

/**
 * For operations under /accounts/:accountId. The account comes first, before anything else in the request is looked at:
 * whoever does not own it learns nothing but `account_not_found`.
 */
export function forAccount(endpoint: Endpoint<AccountCall>): RequestHandler {
  return async (request, response) => {
    const call = callOf(request, response)
    const account = await call.session.account(pathParameter(request, 'accountId'))
    send(response, await endpoint({ ...call, account }))
  }
}

/** For what a trader does to an account; not for what changes nothing, which can be asked for without end. */
export function forAction(endpoint: Endpoint<AccountCall>): RequestHandler {
  const answer = forAccount(endpoint)
  return (request, response, next) => sessionOf(response).inHaste(async () => answer(request, response, next))
}

/** A parameter of the route's path, decoded. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name]
  return typeof value === 'string' ? value : ''
}

function callOf(request: Request, response: Response): SessionCall {
  const query = queryOf(request)
  return { session: sessionOf(response), locale: localeOf(query.locale), query, request }
}

function send(response: Response, result: unknown): void {
  response.json(result === undefined ? done : ok(result))
}
