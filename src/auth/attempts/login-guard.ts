import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { BrokerError } from '../../broker/errors.ts'
import { createBucket } from './bucket.ts'
import { createCeiling } from './ceiling.ts'
import { networkOf } from './network.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** One login from one network: whoever has forgotten a password, and whoever guesses at one. */
const FROM_HERE = {
  free: 5,
  atOnce: 5,
  firstWaitMs: 15 * SECOND,
  maxWaitMs: 15 * MINUTE,
  forgetMs: HOUR,
  maxKeys: 50_000,
}

/** One login from wherever: whoever guesses at one with many machines. */
const FROM_ANYWHERE = {
  free: 20,
  atOnce: 20,
  firstWaitMs: 15 * SECOND,
  maxWaitMs: 15 * MINUTE,
  forgetMs: HOUR,
  maxKeys: 50_000,
}

/**
 * All logins from one network: whoever tries one password on many. Others share the network, an office or a mobile carrier, so
 * nobody waits longer than a minute for what somebody else has done.
 */
const BY_NETWORK = {
  free: 50,
  atOnce: 250,
  firstWaitMs: 2 * SECOND,
  maxWaitMs: MINUTE,
  forgetMs: 15 * MINUTE,
  maxKeys: 50_000,
}

/** Attempts of all together that fail: more would be a burden on the broker. */
const OF_ALL = { size: 500, perSecond: 2 }

/** Logins that have succeeded from a network; the ceilings that others can fill do not hold for them. */
const MAX_KNOWN = 100_000

export interface LoginGuard {
  /**
   * Runs a trader's login unless too many have failed.
   * @param login as exactly as the broker tells logins apart
   * @throws BrokerError login_throttled, which says when to come back; whatever `logIn` throws
   */
  trader<T>(login: string, address: string | undefined, logIn: () => Promise<T>): Promise<T>
  /**
   * Refuses a wrong password for a login of TradingView's servers; who has the right one never comes here.
   * @throws BrokerError wrong_credentials; login_throttled where there were too many
   */
  wrongForServers(login: string, address: string | undefined): never
}

/**
 * Slows down whoever guesses passwords, by login, by network and altogether. Only wrong passwords count, but they do so from the
 * moment they are tried. It knows what this process has seen; memory is bounded.
 * @param elapsed milliseconds of a clock that never jumps
 */
export function createLoginGuard(elapsed: () => number): LoginGuard {
  const fromHere = createCeiling(FROM_HERE, elapsed)
  const fromAnywhere = createCeiling(FROM_ANYWHERE, elapsed)
  const byNetwork = createCeiling(BY_NETWORK, elapsed)
  const ofAll = createBucket(OF_ALL.size, OF_ALL.perSecond, elapsed)
  const known = new LRUCache<string, true>({ max: MAX_KNOWN })

  return {
    async trader(login, address, logIn) {
      const network = networkOf(address)
      const account = keyOf('trader', login)
      const here = keyOf(account, network)
      const others = known.has(here)
        ? []
        : [fromAnywhere.waitMs(account), byNetwork.waitMs(network), ofAll.waitMs()]
      refuseFor(Math.max(fromHere.waitMs(here), ...others))
      const counted = [fromHere.add(here), fromAnywhere.add(account), byNetwork.add(network), ofAll.add()]
      const result = await outcomeOf(logIn, counted)
      fromHere.clear(here)
      known.set(here, true)
      return result
    },
    wrongForServers(login, address) {
      const here = keyOf('client', login, networkOf(address))
      refuseFor(fromHere.waitMs(here))
      fromHere.add(here)(true)
      throw new BrokerError('wrong_credentials')
    },
  }
}

/** What the broker refuses. Its trouble is nobody's guess. */
const REFUSED: ReadonlySet<string> = new Set(['wrong_credentials', 'account_not_active'])

/** Only a login that is refused is a failure. */
async function outcomeOf<T>(
  logIn: () => Promise<T>,
  counted: readonly ((hasFailed: boolean) => void)[],
): Promise<T> {
  try {
    const result = await logIn()
    for (const end of counted) end(false)
    return result
  } catch (error) {
    const hasFailed = error instanceof BrokerError && REFUSED.has(error.code)
    for (const end of counted) end(hasFailed)
    throw error
  }
}

/** @throws BrokerError login_throttled when there is something to wait for */
export function refuseFor(waitMs: number): void {
  if (waitMs <= 0) return
  const seconds = Math.ceil(waitMs / SECOND)
  throw new BrokerError('login_throttled', { params: { seconds }, retry: 'after', retryAfterMs: waitMs })
}

/** Of one length, so that long logins take no more memory, and no address or login lies in memory. */
function keyOf(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
