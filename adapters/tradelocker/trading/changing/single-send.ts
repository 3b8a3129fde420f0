import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../../../src/broker/errors.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountBook } from '../../book/account-book.ts'
import type { Parts } from '../../parts.ts'
import type { RouteName } from '../../transport/routes.ts'
import type { CallRequest } from '../../transport/session-client.ts'
import { onceAtATime } from '../../transport/shared-failure.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import { forgetAccount, forgetEverywhere } from '../read-your-writes.ts'

/** How long the account is watched after a change whose outcome is unknown. */
const WATCH_MS = 6_000
const PAUSE_MS = 500

/**
 * Sends a change exactly once; the same change asked for again while it is under way, as by a double click, is the same
 * change. When nobody can say whether it arrived, the account is read again until it shows the change.
 * @param carriedOut does the account, as read after the change, show it?
 * @throws the broker's refusal; outcome_unknown when the account does not show the change in time
 */
export function sendOnce(
  parts: Pick<Parts, 'books' | 'reads' | 'tellOthers' | 'elapsed' | 'changesUnderWay'>,
  account: AccountContext,
  route: RouteName,
  request: Pick<CallRequest, 'path' | 'body'>,
  carriedOut: (book: AccountBook) => boolean,
): Promise<void> {
  const { changesUnderWay } = parts
  const key = JSON.stringify([account.key, route, request.path, request.body])
  return onceAtATime(changesUnderWay, key, () => send(parts, account, route, request, carriedOut))
}

async function send(
  parts: Pick<Parts, 'books' | 'reads' | 'tellOthers' | 'elapsed'>,
  account: AccountContext,
  route: RouteName,
  request: Pick<CallRequest, 'path' | 'body'>,
  carriedOut: (book: AccountBook) => boolean,
): Promise<void> {
  try {
    await account.client.call(route, { ...request, accNum: account.accNum })
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.delivery !== 'unknown') throw error
    await watchFor(parts, account, carriedOut, error)
  } finally {
    await forgetEverywhere(parts, account)
  }
}

async function watchFor(
  parts: Pick<Parts, 'books' | 'reads' | 'elapsed'>,
  account: AccountContext,
  carriedOut: (book: AccountBook) => boolean,
  cause: unknown,
): Promise<void> {
  const deadline = parts.elapsed() + WATCH_MS
  while (parts.elapsed() < deadline) {
    await sleep(PAUSE_MS)
    forgetAccount(parts, account)
    // Not being able to look is no answer either.
    const book = await Promise.resolve(parts.books.bookForAction(account)).catch(() => undefined)
    if (book !== undefined && carriedOut(book)) return
  }
  throw new BrokerError('outcome_unknown', { cause })
}
