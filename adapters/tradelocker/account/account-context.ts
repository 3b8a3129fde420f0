import type { SessionClient } from '../transport/session-client.ts'
import type { AccountRow } from './accounts.ts'

/** One account of one login: whom to ask, and under which keys the answers are shared. */
export interface AccountContext {
  readonly client: SessionClient
  readonly id: string
  readonly accNum: string
  readonly currency: string
  /** Unique over all servers; shared by all logins of the same user. */
  readonly userKey: string
  /** Unique over all servers; shared by all logins that own the account. */
  readonly key: string
}

export function accountContext(client: SessionClient, { id, accNum, currency }: AccountRow): AccountContext {
  const key = accountKeyOf(client.server, id)
  return { client, id, accNum, currency, userKey: client.userKey, key }
}

/** An account under one name for snapshots and what else is kept of it; unique over all servers. */
export function accountKeyOf(server: string, id: string): string {
  return `${server}|${id}`
}
