import { createPublicKey } from 'node:crypto'
import { DEFAULTS, GRANT_TYPE, type Options } from '../../conformance/options.ts'
import { type Report, runConformance } from '../../conformance/run.ts'
import { certifiedKey } from '../support/certificate.ts'
import { LEFT, START } from './reference/market.ts'
import { type ReferenceOptions, startReference } from './reference/server.ts'
import { DATA_LOGIN, TRADER_LOGIN } from './reference/tokens.ts'
import { startStepClock } from './step-clock.ts'

const { privateKey, certificate } = certifiedKey()

/** The logins of both halves and the data half's OAuth2 client. */
const everything = (url: string): Options => ({
  ...DEFAULTS,
  url,
  login: DATA_LOGIN,
  trader: TRADER_LOGIN,
  left: LEFT,
  placeOrders: true,
  timeout: 10,
})

const client = (url: string) => ({
  clientId: 'tv-client',
  clientSecret: 'client-password',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  certificate,
  userId: 'tv-user',
  appUrl: 'https://www.tradingview.com',
  tokenUrl: `${url}/authorize/token`,
  grantType: GRANT_TYPE,
})

interface Run extends Partial<Omit<ReferenceOptions, 'clock'>> {
  /** Changes the options of the runner. */
  readonly options?: (all: Options) => Options
  readonly withClient?: boolean
}

/** Runs the runner against a reference server of its own, in fast time. */
export async function runReference({
  options = (all) => all,
  withClient = false,
  ...reference
}: Run): Promise<Report> {
  const clock = startStepClock(START)
  const server = await startReference({ ...reference, clock, clientKey: createPublicKey(privateKey) })
  try {
    const all = everything(server.url)
    return await runConformance(options(withClient ? { ...all, client: client(server.url) } : all), clock)
  } finally {
    await server.close()
    clock.stop()
  }
}
