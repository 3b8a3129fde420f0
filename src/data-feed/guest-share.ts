import { networkOf } from '../auth/attempts/network.ts'
import { BrokerError } from '../broker/errors.ts'

/** Places for whoever comes where the data half is public: no one stranger can hold all of them. */
export interface GuestShare {
  /**
   * @param address where the request came from, as far as the proxies in front are believed
   * @returns gives the place back @throws BrokerError too_busy
   */
  take(address: string | undefined): () => void
}

export interface GuestShareOptions {
  readonly most: number
  /** Of one network. */
  readonly mostEach: number
}

const RETRY_MS = 10_000

export function createGuestShare({ most, mostEach }: GuestShareOptions): GuestShare {
  const held = new Map<string, number>()
  let all = 0

  return {
    take(address) {
      const network = networkOf(address)
      const own = held.get(network) ?? 0
      if (all >= most || own >= mostEach) {
        throw new BrokerError('too_busy', {
          params: { seconds: RETRY_MS / 1_000 },
          retry: 'after',
          retryAfterMs: RETRY_MS,
        })
      }
      all += 1
      held.set(network, own + 1)
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        all -= 1
        const left = (held.get(network) ?? 1) - 1
        if (left === 0) held.delete(network)
        else held.set(network, left)
      }
    },
  }
}
