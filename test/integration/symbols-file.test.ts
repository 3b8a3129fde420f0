import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'

/** What SYMBOLS_FILE says, as TradingView's servers read it from a gateway with clients of the data half. */

const FEED = { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' }
const folder = mkdtempSync(join(tmpdir(), 'symbols-file-'))
const path = join(folder, 'symbols.json')
const stacks: Stack[] = []
let stack: Stack
let dataToken: string

async function start(env: Record<string, string>): Promise<Stack> {
  const started = await startStack(undefined, { BROKER_ID: 'acme', ...DATA_ENV, ...env })
  stacks.push(started)
  return started
}

const get = async (address: string, token?: string, from = stack) => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(from.gateway.origin + address, { headers })
  const body = (await response.json()) as { readonly s?: string }
  if (response.status === 200 && body.s !== 'error') dataContract[`GET ${address.split('?')[0]}`]?.parse(body)
  return { status: response.status, body }
}

const tokenOf = async (login: Record<string, string>) => {
  const body = new URLSearchParams(login)
  const answer = await fetch(`${stack.gateway.origin}/authorize`, { method: 'POST', body })
  return ((await answer.json()) as { d: { access_token: string } }).d.access_token
}

const permitted = async (name: string) => {
  const { token } = await stack.panel(name)
  const { body } = await get('/permissions', token)
  return (body as { d: { groups: string[] } }).d.groups
}

beforeAll(async () => {
  const panelOnly = await start({})
  const anna = await (await panelOnly.panel('anna')).ok('GET', '/accounts')
  const file = {
    mapping: { EURUSD: 'FX:EURUSD', 'US 30': 'DJ:DJI' },
    groups: [
      { id: 'acme_pairs', types: ['forex'] },
      { id: 'acme_anna', types: ['crypto'], restricted: { accounts: [anna[0].id] } },
      { id: 'acme_pro', types: ['index'], restricted: { servers: ['SIM-PRO'] } },
      { id: 'acme_nobody', symbols: ['XAUUSD'], restricted: {} },
    ],
  }
  writeFileSync(path, JSON.stringify(file))
  stack = await start({ ...FEED, SYMBOLS_FILE: path })
  dataToken = await tokenOf(PASSWORD_CLIENT)
  await eventually(
    () => get('/groups', dataToken),
    ({ body }) => expect(body).toMatchObject({ s: 'ok' }),
  )
})
afterAll(async () => {
  for (const one of stacks) await one.close()
  rmSync(folder, { recursive: true })
})

const ALL = ['acme_pairs', 'acme_anna', 'acme_pro', 'acme_nobody', 'acme_other']

describe('GET /groups', () => {
  it('names the declared groups and that of the rest, and each holds what the file says', async () => {
    const groups = ALL.map((id) => ({ id }))
    expect((await get('/groups', dataToken)).body).toEqual({ s: 'ok', d: { groups } })
    const { body } = await get('/symbol_info?group=acme_nobody', dataToken)
    expect(body).toMatchObject({ symbol: ['XAUUSD'] })
  })
})

describe('GET /permissions', () => {
  it('opens a restricted group to the accounts and servers it names, and to nobody else', async () => {
    expect(await permitted('anna')).toEqual(['acme_pairs', 'acme_anna', 'acme_other'])
    expect(await permitted('ben')).toEqual(['acme_pairs', 'acme_other'])
    // Logs in to SIM-PRO.
    expect(await permitted('chloe')).toEqual(['acme_pairs', 'acme_pro', 'acme_other'])
  })

  it('takes the token of a trader, and no other', async () => {
    expect((await get('/permissions')).status).toBe(401)
    expect((await get('/permissions', dataToken)).status).toBe(401)
    const { token } = await stack.panel('anna')
    for (const address of ['/groups', '/symbol_info']) {
      expect((await get(address, token)).status, address).toBe(401)
    }
  })

  it('is an error, and opens nothing, while the accounts of a trader cannot be read', async () => {
    const { token } = await stack.panel('crowd-7')
    stack.simulator.control.addFault({ operation: 'getAllAccounts', kind: 'html', count: 10 })
    const { body } = await get('/permissions', token)
    expect(body).toMatchObject({ s: 'error' })
    stack.simulator.control.clearFaults()
    await eventually(
      () => get('/permissions', token),
      (answer) => expect(answer.body).toMatchObject({ s: 'ok' }),
    )
  })
})

describe('GET /mapping', () => {
  it('is what the file maps, without an envelope and without a login', async () => {
    expect(await get('/mapping')).toEqual({
      status: 200,
      body: {
        symbols: [
          { f: ['EURUSD'], s: 'FX:EURUSD' },
          { f: ['US 30'], s: 'DJ:DJI' },
        ],
        fields: ['brokerSymbol'],
      },
    })
  })

  it('is empty but whole without a file', async () => {
    const [empty] = stacks
    expect(await get('/mapping', undefined, empty)).toEqual({
      status: 200,
      body: { symbols: [], fields: ['brokerSymbol'] },
    })
  })
})
