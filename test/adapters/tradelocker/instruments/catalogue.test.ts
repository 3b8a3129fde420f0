import { describe, expect, it } from 'vitest'
import {
  type CatalogueProgress,
  createCatalogue,
  type ReadDetails,
} from '../../../../adapters/tradelocker/instruments/catalogue.ts'
import type { InstrumentDetails } from '../../../../adapters/tradelocker/instruments/instrument-details.ts'
import { contract, listedInstrument } from '../../../support/records.ts'

const eurusd = listedInstrument({ id: '1', name: 'EURUSD', type: 'FOREX' })
const gold = listedInstrument({ id: '2', name: 'XAUUSD', type: 'EQUITY_CFD' })
const gbpusd = listedInstrument({ id: '3', name: 'GBPUSD', type: 'FOREX' })

const detailsOf = (name: string): InstrumentDetails => ({
  contract: contract({ name }),
  leverage: 30,
  symbolStatus: 'FULLY_OPEN',
  tradeSessionId: '1547',
})

/** Answers complete details except for the named instruments; tells what was read. */
function broker({ incomplete = [], failing = [] }: { incomplete?: string[]; failing?: string[] } = {}) {
  const asked: string[] = []
  const read: ReadDetails = async ({ name }) => {
    asked.push(name)
    if (failing.includes(name)) throw new Error(`no details of ${name}`)
    return incomplete.includes(name) ? undefined : detailsOf(name)
  }
  return { asked, read }
}

function catalogue() {
  const told: CatalogueProgress[] = []
  return { told, ...createCatalogue((_, progress) => told.push(progress)) }
}

describe('the catalogue', () => {
  it('reads an instrument once and keeps it for all users of the server', async () => {
    const { asked, read } = broker()
    const { ensure, contract: known, tradeSessionId } = catalogue()
    expect(known('OSP', '1')).toBeUndefined()
    await expect(ensure('OSP', eurusd, read)).resolves.toMatchObject({ name: 'EURUSD' })
    await ensure('OSP', eurusd, read)
    expect(asked).toEqual(['EURUSD'])
    expect(known('OSP', '1')?.name).toBe('EURUSD')
    expect(tradeSessionId('OSP', '1')).toBe('1547')
  })

  it('knows every server for itself: the same id means another instrument there', async () => {
    const { ensure, contract: known } = catalogue()
    await ensure('OSP', eurusd, broker().read)
    expect(known('OTHER', '1')).toBeUndefined()
  })

  it('lets callers at the same time share one read', async () => {
    const { asked, read } = broker()
    const { ensure } = catalogue()
    await Promise.all([ensure('OSP', eurusd, read), ensure('OSP', eurusd, read)])
    expect(asked).toEqual(['EURUSD'])
  })

  it('does not remember a failure', async () => {
    const { ensure } = catalogue()
    await expect(ensure('OSP', eurusd, broker({ failing: ['EURUSD'] }).read)).rejects.toThrow('no details')
    await expect(ensure('OSP', eurusd, broker().read)).resolves.toMatchObject({ name: 'EURUSD' })
  })

  it('never hands out an incomplete instrument', async () => {
    const { ensure, contract: known } = catalogue()
    expect(await ensure('OSP', eurusd, broker({ incomplete: ['EURUSD'] }).read)).toBeUndefined()
    expect(known('OSP', '1')).toBeUndefined()
  })
})

describe('warming the catalogue', () => {
  it('reads what is missing, forex first because others are converted through it', async () => {
    const { asked, read } = broker()
    const { warm, ensure } = catalogue()
    await ensure('OSP', gbpusd, broker().read)
    await warm('OSP', [gold, eurusd, gbpusd], read)
    expect(asked).toEqual(['EURUSD', 'XAUUSD'])
  })

  it('tells how far it is, incomplete instruments apart from missing ones', async () => {
    const { warm, progress, told } = catalogue()
    const list = [eurusd, gold, gbpusd]
    expect(progress('OSP', list)).toEqual({ complete: 0, incomplete: 0, missing: 3 })
    await warm('OSP', list, broker({ incomplete: ['XAUUSD'] }).read)
    expect(told.map(({ missing }) => missing)).toEqual([2, 1, 0, 0])
    expect(progress('OSP', list)).toEqual({ complete: 2, incomplete: 1, missing: 0 })
  })

  it('is shared by users who warm the same list at the same time', async () => {
    const { asked, read } = broker()
    const { warm, progress } = catalogue()
    const list = [eurusd, gold, gbpusd]
    await Promise.all([warm('OSP', list, read), warm('OSP', list, read)])
    expect(asked.toSorted()).toEqual(['EURUSD', 'GBPUSD', 'XAUUSD'])
    expect(progress('OSP', list).complete).toBe(3)
  })

  it('leaves out an instrument that cannot be read, and tries it again the next time', async () => {
    const { warm, progress } = catalogue()
    const list = [eurusd, gbpusd, gold]
    await warm('OSP', list, broker({ failing: ['GBPUSD'] }).read)
    expect(progress('OSP', list)).toEqual({ complete: 2, incomplete: 0, missing: 1 })
    const { asked, read } = broker()
    await warm('OSP', list, read)
    expect(asked).toEqual(['GBPUSD'])
  })

  it('stops when several in a row cannot be read: the trouble is upstream', async () => {
    const { warm } = catalogue()
    const { asked, read } = broker({ failing: ['EURUSD', 'GBPUSD', 'XAUUSD', 'SILVER'] })
    const silver = { ...gold, id: '77', name: 'SILVER' }
    await expect(warm('OSP', [eurusd, gbpusd, gold, silver], read)).rejects.toThrow('no details')
    expect(asked).toHaveLength(3)
  })

  it('does not ask again for details that were found incomplete', async () => {
    const { ensure } = catalogue()
    const { asked, read } = broker({ incomplete: ['EURUSD'] })
    await ensure('OSP', eurusd, read)
    expect(await ensure('OSP', eurusd, read)).toBeUndefined()
    expect(asked).toEqual(['EURUSD'])
  })
})
