import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../conformance/clock.ts'
import { DEFAULTS, GRANT_TYPE, type Options } from '../../conformance/options.ts'
import { type Report, runConformance } from '../../conformance/run.ts'
import { instruments } from '../../simulator/instruments.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { loadConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'
import { certifiedKey } from '../support/certificate.ts'
import { eventually } from '../support/eventually.ts'
import { serve } from '../support/http-server.ts'
import { readableLog } from '../support/log-lines.ts'
import { createPanel } from '../support/panel.ts'

/**
 * The conformance runner against the gateway on the simulator, in real time and as briefly as it can be. What takes minutes
 * is in stream-equality.test.ts and closed-bars.test.ts.
 */

const TRADER = { login: 'anna@example.com', password: 'demo-password' }
const DATA_LOGIN = { login: 'tradingview', password: 'long-data-password' }

const { certificate, privateKey } = certifiedKey()

const DATA_CLIENTS = JSON.stringify([
  DATA_LOGIN,
  {
    client_id: 'tv-servers',
    client_secret: 'long-client-secret',
    certificate,
    user_id: 'user-1',
    app_url: 'https://www.tradingview.com',
  },
])

const folder = mkdtempSync(join(tmpdir(), 'symbols-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A broker that has chosen all that can be chosen: groups, a mapping of everything, volumes that are real. */
function writeSymbolsFile(): string {
  const names = instruments.map(({ name }) => name)
  const path = join(folder, 'symbols.json')
  const file = {
    groups: [
      { id: 'acme_forex', types: ['forex'] },
      { id: 'acme_crypto', types: ['crypto'] },
      { id: 'acme_shares', types: ['stock', 'stock_cfd', 'etf'], symbols: ['US500'] },
    ],
    symbols: Object.fromEntries(
      names.map((name) => [name, { 'has-no-volume': false, 'volume-type': 'tick' }]),
    ),
    mapping: Object.fromEntries(names.map((name) => [name, `ACME:${name.replaceAll(' ', '_')}`])),
  }
  writeFileSync(path, JSON.stringify(file))
  return path
}

const client = (url: string): NonNullable<Options['client']> => ({
  clientId: 'tv-servers',
  clientSecret: 'long-client-secret',
  certificate,
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  userId: 'user-1',
  appUrl: 'https://www.tradingview.com',
  tokenUrl: `${url}/authorize/token`,
  grantType: GRANT_TYPE,
})

/** Something to be looked at: a position with both brackets, the orders they are, the order it came of and its execution. */
async function openPosition(origin: string): Promise<void> {
  const panel = createPanel(origin)
  await panel.logIn(TRADER.login, TRADER.password)
  const [{ id }] = await panel.ok('GET', '/accounts')
  const [quote] = await panel.ok('GET', `/quotes?accountId=${id}&symbols=EURUSD`)
  await panel.ok('POST', `/accounts/${id}/orders?requestId=conform001`, {
    instrument: 'EURUSD',
    side: 'buy',
    type: 'market',
    qty: 0.1,
    stopLoss: (quote.v.bid * 0.9).toFixed(5),
    takeProfit: (quote.v.bid * 1.1).toFixed(5),
  })
  await eventually(
    () => panel.ok('GET', `/accounts/${id}/positions`),
    (positions) => expect(positions).toHaveLength(1),
  )
}

/** Runs everything against a gateway with that environment, once its symbols are known. */
async function reportOf(
  env: Readonly<Record<string, string>>,
  logins: (url: string) => Partial<Options>,
): Promise<Report> {
  const simulator = await startSimulator({ rateLimits: 10 })
  let app: RequestListener = (_, response) => response.writeHead(503).end()
  // Assertions name the gateway's address, so that has to be known before the gateway is.
  const server = await serve((request, response) => app(request, response))
  const config = loadConfig({
    GATEWAY_ENV: 'staging',
    PUBLIC_URL: server.origin,
    TRADELOCKER_BASE_URL: simulator.url,
    TRADELOCKER_SERVERS: 'SIM-DEMO,SIM-PRO',
    TRADELOCKER_ACCOUNT_TYPE: 'demo',
    DATA_FEED_EMAIL: 'feed@example.com',
    DATA_FEED_PASSWORD: 'demo-password',
    ...env,
  })
  const gateway = createGateway(config, { log: readableLog().log })
  app = gateway.app
  const admin = await serve(gateway.adminApp)
  try {
    await eventually(
      async () => (await (await fetch(`${admin.origin}/readyz`)).json()) as { detail: { catalogue: string } },
      ({ detail }) => expect(detail.catalogue).toBe('loaded'),
    )
    await openPosition(server.origin)
    const options = {
      ...DEFAULTS,
      url: server.origin,
      left: Date.UTC(2018, 0, 1) / 1000,
      placeOrders: true,
      defaultDuration: 12,
      historyDuration: 12,
      symbolsDuration: 30,
      ...logins(server.origin),
    }
    return await runConformance(options, systemClock)
  } finally {
    await server.close()
    await admin.close()
    await gateway.close()
    await simulator.close()
  }
}

const told = ({ results }: Report, ...outcomes: readonly string[]): string[] =>
  results
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ name, outcome, sentence }) => `${name} ${outcome}: ${sentence}`)

/** TradeLocker has no balances by currency, and bars from the stream take minutes. */
const NEVER_RUN = [
  expect.stringMatching(/^streamingHistoryEquality skipped: --history-duration is 12 s/),
  expect.stringMatching(/^tradingBalances skipped: .* supportBalances/),
]
/** Without SYMBOLS_FILE. */
const NEVER_RUN_BY_DEFAULT = [
  expect.stringMatching(/^historyZeroVolumeBars skipped: .* has-no-volume/),
  NEVER_RUN[0],
  expect.stringMatching(/^tradingMappingCoversInstruments skipped: .* mapping is not used/),
  NEVER_RUN[1],
]

/** How far the round of daily bars gets in so short a time, and how old a tick is, are also matters of the machine. */
const isOfTheMachine = (line: string): boolean =>
  /^(streamingDailyBarsUpdate|streamingNoDelays) warning: /.test(line)

function expectNothingWrong(report: Report): void {
  expect(told(report, 'failed')).toEqual([])
  expect(told(report, 'warning').filter((line) => !isOfTheMachine(line))).toEqual([])
}

describe('the conformance runner finds nothing wrong', () => {
  it('with a gateway whose data half has logins of its own, and symbols, groups and mapping of its choice', async () => {
    const env = { DATA_CLIENTS, BROKER_ID: 'acme', SYMBOLS_FILE: writeSymbolsFile() }
    const report = await reportOf(env, (url) => ({
      login: DATA_LOGIN,
      client: client(url),
      trader: TRADER,
    }))
    expectNothingWrong(report)
    expect(told(report, 'skipped')).toEqual(NEVER_RUN)
    const sentences = told(report, 'passed').join('\n')
    expect(sentences).toMatch(/groupsSymbols passed: \d+ symbols, each in one of 4 groups/)
    expect(sentences).toMatch(`mappingFormat passed: ${instruments.length} symbols are mapped`)
  }, 120_000)

  it("with a gateway whose data half is public, where one trader's login opens all there is", async () => {
    const report = await reportOf({}, () => ({ login: TRADER }))
    expectNothingWrong(report)
    const isAboutTokens = (line: string): boolean =>
      /^(authOAuth2\w+|\w+UnauthorizedRequest) skipped: /.test(line)
    const skipped = told(report, 'skipped')
    expect(skipped.filter(isAboutTokens)).toHaveLength(6)
    expect(skipped.filter((line) => !isAboutTokens(line))).toEqual(NEVER_RUN_BY_DEFAULT)
  }, 120_000)
})
