import type { TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { type Soon, soon } from '../../src/broker/soon.ts'
import type { SessionClient } from './transport/session-client.ts'

/** A login is put to TradeLocker itself at least so often, in milliseconds. */
const PROOF_MS = 60_000

/**
 * While TradeLocker gives no telling answer (it is down, busy, or blocks this address) a login is believed for so long, in
 * milliseconds: a panel must get over an outage. Longer than any pause that an outage is known to bring, and an end to it:
 * whose login is never confirmed again must not read for ever what other logins of the same user keep fresh.
 */
const BELIEVED_MS = 15 * 60_000

/**
 * What is read is shared by all logins of a user, so a login that TradeLocker has ended must not live on what another one reads.
 *
 * @returns the account as it may be used now: to the full, or for changes alone. Each change is a call with the login's own token,
 * so TradeLocker judges it, and a user must always be able to get out.
 */
export type SessionProof = (account: () => Soon<TradingAccount>) => Soon<TradingAccount>

export function createSessionProof(client: Pick<SessionClient, 'call' | 'wasAcceptedWithin'>): SessionProof {
  let proving: Promise<BrokerError | undefined> | undefined

  /** Whatever keeps the login from being believed. @throws session_expired */
  const ask = async (): Promise<BrokerError | undefined> => {
    try {
      await client.call('getAllAccounts', {})
      return undefined
    } catch (error) {
      if (!(error instanceof BrokerError) || error.code === 'session_expired') throw error
      return client.wasAcceptedWithin(BELIEVED_MS) ? undefined : error
    }
  }

  const prove = (): Promise<BrokerError | undefined> => {
    proving ??= ask().finally(() => {
      proving = undefined
    })
    return proving
  }

  return (account) =>
    soon(client.wasAcceptedWithin(PROOF_MS) ? undefined : prove(), (doubt) =>
      doubt === undefined ? account() : soon(account(), (one) => forChangesAlone(one, doubt)),
    )
}

/** The account with nothing of the user's to read in it. */
function forChangesAlone(account: TradingAccount, doubt: BrokerError): TradingAccount {
  const refuse = () => Promise.reject(doubt)
  return {
    ...account,
    state: refuse,
    orders: refuse,
    ordersHistory: refuse,
    positions: refuse,
    executions: refuse,
    quotes: refuse,
    depth: refuse,
    preview: refuse,
  }
}
