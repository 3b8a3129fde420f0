import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { TradableInstrument } from '../../../src/broker/instrument.ts'
import type { AccountContext } from '../account/account-context.ts'
import type { Parts } from '../parts.ts'

/** TradingView reads the list once per login: it is worth waiting for, but not for ever. */
const WARM_UP_WAIT_MS = 8_000

/**
 * The account's instruments with pip values in its own currency. Details are loaded first, as far as that takes a
 * bounded time; loading goes on in the background. An instrument that is not complete is never listed.
 * @throws catalogue_loading when not a single one is complete
 */
export async function tradableInstruments(
  parts: Parts,
  account: AccountContext,
): Promise<readonly TradableInstrument[]> {
  const { instruments, pipValues } = parts
  const { list } = await instruments.index(account)
  const stop = new AbortController()
  const warming = instruments.warm(account)
  // Whatever goes wrong while warming shows as instruments that are missing.
  await Promise.race([
    warming.catch(() => undefined),
    sleep(WARM_UP_WAIT_MS, undefined, { signal: stop.signal }).catch(() => undefined),
  ])
  stop.abort()
  const { server } = account.client
  const progress = parts.catalogue.progress(server, list)
  if (progress.missing > 0) {
    parts.log.info('A login came before all instruments were loaded and was given those that are.', {
      server,
      ...progress,
    })
  }
  const contracts = list.flatMap((listed) => instruments.contract(account, listed) ?? [])
  const priced = await Promise.all(
    contracts.map(async (contract) => {
      const pipValue = await pipValues.pipValue(account, contract)
      return pipValue === undefined ? [] : [{ ...contract, pipValue }]
    }),
  )
  const tradable = priced.flat()
  if (tradable.length === 0 && list.length > 0) {
    throw new BrokerError('catalogue_loading', { retry: 'after', retryAfterMs: WARM_UP_WAIT_MS })
  }
  return tradable
}
