import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TRADER } from '../support/memory-broker.ts'
import {
  askFor,
  CLIENT,
  createOAuthBrowser,
  exchangeForm,
  LOCAL_CLIENT,
  OAUTH_ENV,
  OTHER_CLIENT,
  refreshForm,
  tokenAnswer,
  tokenError,
} from '../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

/*
 * TradingView's production, staging and localhost, registered side by side: each is served, and nothing that was made for
 * one is good for another.
 */

const { email, password, server } = TRADER
const FIELDS = { email, password, server }
const CLIENTS = [CLIENT, OTHER_CLIENT, LOCAL_CLIENT]
type Client = (typeof CLIENTS)[number]

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway(OAUTH_ENV)
})
afterAll(() => gateway.close())

const linkOf = ({ client_id, redirect_uris: [redirect_uri] }: Client) => askFor({ client_id, redirect_uri })
const proofOf = ({ client_id, client_secret }: Client) => ({ client_id, client_secret })

async function codeOf(client: Client): Promise<string> {
  return createOAuthBrowser(gateway.origin).code(FIELDS, linkOf(client))
}

const token = (form: Record<string, string>): Promise<Response> =>
  createOAuthBrowser(gateway.origin).token(form)

const exchange = (code: string, by: Client, redirectUri: string = by.redirect_uris[0]): Promise<Response> =>
  token(exchangeForm(code, { ...proofOf(by), redirect_uri: redirectUri }))

describe.each(CLIENTS)('the client of $environment', (own) => {
  const others = CLIENTS.filter((client) => client !== own)

  it('logs traders in, trades codes and refreshes by its own secret and address', async () => {
    const browser = createOAuthBrowser(gateway.origin)
    expect((await browser.open(linkOf(own))).status).toBe(200)
    const { location } = await browser.submit(FIELDS)
    expect(location?.startsWith(`${own.redirect_uris[0]}?code=`)).toBe(true)
    const code = new URLSearchParams(location?.split('?')[1]).get('code') ?? ''
    const first = await tokenAnswer(await exchange(code, own))
    const { client_secret } = own
    const second = await tokenAnswer(await token(refreshForm(first.refresh_token, { client_secret })))
    for (const { access_token } of [first, second]) {
      const headers = { Authorization: `Bearer ${access_token}` }
      expect((await fetch(`${gateway.origin}/accounts`, { headers })).status).toBe(200)
    }
  })

  it.each(others)('has no use for a code or a refresh token of $environment', async (other) => {
    const code = await codeOf(other)
    for (const address of [own.redirect_uris[0], other.redirect_uris[0]]) {
      expect(await tokenError(await exchange(code, own, address))).toEqual([400, 'invalid_grant'])
    }
    const { refresh_token } = await tokenAnswer(await exchange(code, other))
    const { client_secret } = own
    for (const proof of [{ client_secret }, proofOf(own)]) {
      const answer = await token(refreshForm(refresh_token, proof))
      expect(await tokenError(answer)).toEqual([400, 'invalid_grant'])
    }
  })

  it.each(others)('is not known by the secret of $environment', async ({ client_secret }) => {
    const code = await codeOf(own)
    const proof = { ...proofOf(own), client_secret, redirect_uri: own.redirect_uris[0] }
    expect(await tokenError(await token(exchangeForm(code, proof)))).toEqual([401, 'invalid_client'])
    const { refresh_token } = await tokenAnswer(await exchange(code, own))
    const answer = await token(refreshForm(refresh_token, { ...proofOf(own), client_secret }))
    expect(await tokenError(answer)).toEqual([401, 'invalid_client'])
  })

  it.each(others)(
    'is led to no address of $environment, neither with a code nor with an error nor after a logout',
    async (other) => {
      const browser = createOAuthBrowser(gateway.origin)
      for (const redirect_uri of other.redirect_uris) {
        for (const changes of [{}, { response_type: 'nonsense' }]) {
          const page = await browser.open({ ...linkOf(own), redirect_uri, ...changes })
          expect([page.status, page.location]).toEqual([400, undefined])
          expect(page.html).toContain('This login link is not valid.')
        }
        const query = new URLSearchParams({ client_id: own.client_id, returnTo: redirect_uri })
        const page = await browser.get(`/oauth/logout?${query}`)
        expect([page.status, page.location]).toEqual([200, undefined])
      }
    },
  )
})

it('a form that was shown for one client does not send its code to another', async () => {
  const browser = createOAuthBrowser(gateway.origin)
  await browser.open(linkOf(CLIENT))
  const { location } = await browser.submit(FIELDS)
  const code = new URLSearchParams(location?.split('?')[1]).get('code') ?? ''
  expect(await tokenError(await exchange(code, OTHER_CLIENT, CLIENT.redirect_uris[0]))).toEqual([
    400,
    'invalid_grant',
  ])
})
