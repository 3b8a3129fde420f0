import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountRow } from '../../../adapters/tradelocker/account/accounts.ts'
import type { Parts } from '../../../adapters/tradelocker/parts.ts'
import { createSession } from '../../../adapters/tradelocker/session.ts'
import type { SessionClient } from '../../../adapters/tradelocker/transport/session-client.ts'
import type { BrokerSession } from '../../../src/broker/broker.ts'

const LISTED: AccountRow = { id: '7080', accNum: '1', name: 'Demo 1', currency: 'USD', active: true }

let rows: readonly AccountRow[]
let session: BrokerSession

beforeEach(() => {
  rows = [LISTED]
  const directory = { accounts: () => rows, config: async () => ({}) }
  session = createSession(
    { directory } as unknown as Parts,
    { place: () => Promise.reject(new Error('No order is placed here.')), close: () => {} },
    { server: 'OSP-DEMO', wasAcceptedWithin: () => true } as unknown as SessionClient,
    { accountType: 'demo', end: () => {}, headroom: 1 },
  )
})

const account = async () => session.account('7080')

describe('the account of a session', () => {
  it('is the same one while its list says the same of it, read anew or not', async () => {
    const first = await account()
    expect(await account()).toBe(first)
    rows = [{ ...LISTED }]
    expect(await account()).toBe(first)
    expect(await account()).toBe(first)
  })

  it('that the broker has closed is refused from the next list on', async () => {
    await account()
    rows = [{ ...LISTED, active: false }]
    await expect(account()).rejects.toMatchObject({ code: 'account_not_active' })
  })

  it('that is not listed any more is nobody’s', async () => {
    await account()
    rows = []
    await expect(account()).rejects.toMatchObject({ code: 'account_not_found' })
  })

  it('that has another number is another one', async () => {
    const first = await account()
    rows = [{ ...LISTED, accNum: '2' }]
    expect(await account()).not.toBe(first)
  })
})
