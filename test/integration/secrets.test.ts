import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import {
  ASSERTION_CLIENT,
  assertionForm,
  DATA_ENV,
  PASSWORD_CLIENT,
  signedAssertion,
} from '../support/data-clients.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import {
  askFor,
  CLIENT,
  createOAuthBrowser,
  exchangeForm,
  OAUTH_ENV,
  refreshForm,
  tokenAnswer,
} from '../support/oauth-client.ts'
import { createPanel } from '../support/panel.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

/*
 * A full run of the real process at the most talkative level, then a search of everything it wrote for every secret it
 * was given or made.
 */

/** Runs inside the gateway: a bug that comes at a signal. Its secret is not in its text, which stands in its stack. */
const CRASH = `process.on('SIGUSR2', () => {
  const secret = process.env.CRASH_SECRET
  throw Object.assign(new Error('Bug: password=' + secret + ', Bearer ' + secret), {
    config: { headers: { Authorization: 'Bearer ' + secret }, data: 'password=' + secret },
    cause: new Error('token: ' + secret),
  })
})`

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
})
afterAll(() => simulator.close())

it('no token, password or key is ever written, at any level', async () => {
  const key = randomBytes(32).toString('base64url')
  const developerKey = `developer-${randomBytes(9).toString('hex')}`
  const gateway = spawn(process.execPath, ['src/main.ts'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ADMIN_PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'debug',
      TOKEN_KEYS: `k1:${key}`,
      TRADELOCKER_BASE_URL: simulator.url,
      TRADELOCKER_SERVERS: 'SIM-DEMO',
      TRADELOCKER_DEVELOPER_API_KEY: developerKey,
      DATA_FEED_EMAIL: 'feed@example.com',
      DATA_FEED_PASSWORD: 'demo-password',
      DATA_FEED_SERVER: 'SIM-DEMO',
      ...DATA_ENV,
      ...OAUTH_ENV,
      OAUTH_IMPLICIT: 'true',
      // Nobody is there, which is told again and again.
      REDIS_URL: `redis://gateway:redis-password-xyz@127.0.0.1:${await freePort()}`,
      CRASH_SECRET: 'in-the-crash-xyz',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(CRASH)}`,
    },
  })
  let output = ''
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  let answers = ''
  let proxy: TcpProxy | undefined
  try {
    proxy = await startTcpProxy(await listeningPort(() => output), (chunk) => {
      answers += chunk
    })
    const { port } = proxy
    const panel = createPanel(`http://127.0.0.1:${port}`)
    await panel.refused('POST', '/authorize', { login: 'anna@example.com', password: 'wrong-password-xyz' })
    await panel.logIn('anna@example.com', 'demo-password')
    await walk(panel)
    simulator.control.addFault({ operation: 'getState', kind: 'drop', count: 'untilCleared' })
    await panel.send('GET', '/accounts/700101/state')
    simulator.control.clearFaults()
    await panel.send('POST', `/authorize?password=in-the-url-xyz`, {
      login: 'x@example.com',
      password: 'another-xyz',
    })
    await panel.ok('POST', '/logout')
    const servers = createPanel(`http://127.0.0.1:${port}`)
    await servers.refused('POST', '/authorize', { login: PASSWORD_CLIENT.login, password: 'wrong-data-xyz' })
    await servers.logIn(PASSWORD_CLIENT.login, PASSWORD_CLIENT.password)
    const askForToken = async (form: Record<string, string>): Promise<{ access_token?: string }> => {
      const body = new URLSearchParams(form)
      return (
        await fetch(`http://127.0.0.1:${port}/authorize/token`, { method: 'POST', body })
      ).json() as object
    }
    const assertion = await signedAssertion(Date.now())
    const { access_token: dataToken = 'none' } = await askForToken(assertionForm(assertion))
    expect(dataToken).not.toBe('none')
    await askForToken(assertionForm(assertion))
    await askForToken(assertionForm(assertion, { client_secret: 'wrong-secret-xyz' }))
    const browser = createOAuthBrowser(`http://127.0.0.1:${port}`)
    const anna = { email: 'anna@example.com', password: 'demo-password' }
    const code = await browser.code(anna)
    const first = await tokenAnswer(await browser.token(exchangeForm(code)))
    const second = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
    await browser.token(exchangeForm(code))
    await browser.token(refreshForm(second.refresh_token, { client_secret: 'wrong-client-xyz' }))
    const implicit = createOAuthBrowser(`http://127.0.0.1:${port}`)
    await implicit.open(askFor({ response_type: 'token' }))
    await implicit.submit(anna)
    const { location = '' } = await implicit.open(askFor({ response_type: 'token', prompt: 'none' }))
    const implicitToken = new URLSearchParams(location.split('#')[1]).get('access_token') ?? 'none'
    expect(implicitToken).not.toBe('none')
    await loginTrouble(panel, implicit, second.refresh_token)
    const secrets = [
      ...[first, second].flatMap((each) => [each.access_token, each.refresh_token]),
      ...browser.cookies.values(),
      ...implicit.cookies.values(),
      implicitToken,
      code,
      CLIENT.client_secret,
      'wrong-client-xyz',
      servers.token,
      dataToken,
      assertion,
      PASSWORD_CLIENT.password,
      ASSERTION_CLIENT.client_secret,
      'wrong-data-xyz',
      'wrong-secret-xyz',
      'in-the-crash-xyz',
      'redis-password-xyz',
      'in-trouble-xyz',
      'demo-password',
      'wrong-password-xyz',
      'another-xyz',
      'in-the-url-xyz',
      panel.token,
      key,
      developerKey,
    ]
    const adminPort = /"adminPort":(\d+)[^\n]*gateway listens/.exec(output)?.[1]
    output += await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
    // It ends as it would after a bug, in an error that holds the whole request as those of HTTP clients do.
    gateway.kill('SIGUSR2')
    expect(await once(gateway, 'exit')).toEqual([1, null])
    expect(output).toContain('The gateway ends after an unexpected error')
    expect(output).toContain('"route":"/accounts/:accountId/state"')
    for (const secret of secrets) expect(output.includes(secret), secret.slice(0, 12)).toBe(false)
    // Neither are TradeLocker's own tokens, which only the gateway sees, nor account ids and e-mail addresses.
    expect(output).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}/)
    expect(output).not.toMatch(/Bearer [\w-]/)
    expect(output).not.toContain('700101')
    expect(output).not.toContain('anna@example.com')
    // What the gateway has answered holds the tokens it was asked for, and nothing else of all that.
    const given = [
      ...[first, second].flatMap((each) => [each.access_token, each.refresh_token]),
      ...browser.cookies.values(),
      ...implicit.cookies.values(),
      ...[code, implicitToken, servers.token, dataToken, panel.token],
    ]
    expect(given.filter((token) => !answers.includes(token))).toEqual([])
    for (const secret of secrets.filter((one) => !given.includes(one))) {
      expect(answers.includes(secret), secret.slice(0, 12)).toBe(false)
    }
    // Sealed tokens begin like that as well, but have nothing in their second part.
    expect(answers).not.toMatch(/(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}/)
  } finally {
    await proxy?.close()
    gateway.kill('SIGKILL')
  }
})

/** Logins and renewals of every kind while TradeLocker fails in every way. */
async function loginTrouble(
  panel: ReturnType<typeof createPanel>,
  browser: ReturnType<typeof createOAuthBrowser>,
  refreshToken: string,
): Promise<void> {
  const faults = [
    { kind: 'drop' },
    { kind: 'status', status: 500 },
    { kind: 'html' },
    { kind: 'malformedJson' },
    { kind: 'tooManyRequests', retryAfter: 1 },
  ] as const
  simulator.control.expireTokens('anna@example.com')
  for (const [at, fault] of faults.entries()) {
    for (const operation of ['getJWTTokens', 'getJWTRefreshTokens'] as const) {
      simulator.control.addFault({ ...fault, operation, count: 'untilCleared' })
    }
    const email = `crowd-${at}@example.com`
    await panel.refused('POST', '/authorize', { login: email, password: 'in-trouble-xyz' })
    await browser.open(askFor())
    const { location } = await browser.submit({ email, password: 'in-trouble-xyz' })
    expect(location).toBeUndefined()
    await browser.token(refreshForm(refreshToken))
    await browser.open(askFor({ response_type: 'token', prompt: 'none' }))
    simulator.control.clearFaults()
  }
}

async function walk(panel: ReturnType<typeof createPanel>): Promise<void> {
  const account = '/accounts/700101'
  await panel.ok('GET', '/config')
  await panel.ok('GET', '/accounts')
  for (const path of ['instruments', 'state', 'orders', 'positions', 'ordersHistory']) {
    await panel.ok('GET', `${account}/${path}`)
  }
  await panel.ok('GET', '/quotes?symbols=EURUSD&accountId=700101')
  const order = { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 0.1 }
  // With a requestId a gateway that has never reached its Redis places none.
  await panel.refused('POST', `${account}/orders?requestId=walk1`, order)
  await panel.ok('POST', `${account}/orders`, order)
  const [position] = await panel.ok('GET', `${account}/positions`)
  await panel.ok('DELETE', `${account}/positions/${position.id}`)
}

async function listeningPort(output: () => string): Promise<number> {
  const port = () => /gateway listens[^\n]*"port":(\d+)/.exec(output())?.[1]
  await eventually(
    async () => output(),
    () => expect(port()).toBeDefined(),
  )
  return Number(port())
}
