import { divide, times } from '../../../src/broker/grid.ts'
import type { Instrument } from '../../../src/broker/instrument.ts'
import { type Soon, soon } from '../../../src/broker/soon.ts'
import type { AccountContext } from '../account/account-context.ts'
import { MAX_ACCOUNTS } from '../bounds.ts'
import { createSnapshots } from '../snapshots.ts'
import { conversionPath } from './currency-conversion.ts'
import type { Instruments } from './instruments.ts'
import type { Quotes } from './quotes.ts'

/** Worth of instruments' price moves in the account's own money. */
export interface PipValues {
  /**
   * Account currency per unit of `currency`, through the mid prices of at most a few forex markets.
   * @returns undefined when no loaded markets connect the two @throws upstream errors
   */
  rate(account: AccountContext, currency: string): Soon<number | undefined>
  /** Worth of one pip of one unit in account currency; undefined like `rate`. */
  pipValue(account: AccountContext, contract: Instrument): Soon<number | undefined>
}

/** Some currencies for each account. A pip value may be minutes old: cross rates move by fractions of a percent meanwhile. */
const RATES = { freshMs: 30_000, staleMs: 60_000, lastResortMs: 5 * 60_000, max: 5 * MAX_ACCOUNTS } as const

export function createPipValues(instruments: Instruments, quotes: Quotes): PipValues {
  const rates = createSnapshots<number | undefined>(RATES)

  const midPrice = async (account: AccountContext, name: string) => {
    const { listed } = await instruments.known(account, name)
    const { ask, bid } = await quotes.quote(account, listed)
    return divide(ask + bid, 2)
  }

  const readRate = async (account: AccountContext, currency: string) => {
    const { list } = await instruments.index(account)
    const contracts = list.flatMap((listed) => instruments.contract(account, listed) ?? [])
    const path = conversionPath(currency, account.currency, contracts)
    if (path === undefined) return undefined
    const factors = await Promise.all(
      path.map(async ({ instrument, invert }) => {
        const mid = await midPrice(account, instrument)
        return invert ? divide(1, mid) : mid
      }),
    )
    return times(...factors)
  }

  const rate = (account: AccountContext, currency: string): Soon<number | undefined> => {
    if (currency === account.currency) return 1
    const key = `${account.userKey}|${currency}|${account.currency}`
    return soon(
      rates.get(key, () => readRate(account, currency)),
      (known) => {
        // Markets may still be loading: do not remember that there is no way.
        if (known === undefined) rates.drop(key)
        return known
      },
    )
  }

  return {
    rate,
    pipValue: (account, contract) =>
      soon(rate(account, contract.quoteCurrency), (factor) =>
        factor === undefined ? undefined : times(contract.pipSize, factor),
      ),
  }
}
