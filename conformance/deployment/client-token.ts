import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import type { DataClient } from '../options.ts'
import { shaped } from '../shape.ts'
import { hold } from '../verdict.ts'
import type { Token } from './authorize.ts'
import { type Deployment, jsonOf } from './deployment.ts'

/** Seconds an assertion is good for. */
const LIFE = 300

const oauthForm = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().optional(),
  expires_in: z.int().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.int().positive().optional(),
})

/** The envelope of POST /authorize, which TradingView's description of its tests shows here too. */
const envelope = z.looseObject({
  s: z.literal('ok'),
  d: z.looseObject({ access_token: z.string().min(1), expiration: z.int() }),
})

/** Asks for tokens of the data half as TradingView's servers do: an assertion signed with the registered certificate. */
export function createClientTokens(deployment: Deployment, client: DataClient) {
  const key = createPrivateKey(client.privateKey)
  const { raw } = new X509Certificate(client.certificate)
  const x5t = createHash('sha1').update(raw).digest('base64url')

  /** No two are alike: a server refuses an assertion it has seen. */
  function assertion(now: number): Promise<string> {
    return new SignJWT({ spurl: client.appUrl })
      .setProtectedHeader({ alg: 'RS256', x5t })
      .setIssuer(client.clientId)
      .setSubject(client.userId)
      .setAudience(client.tokenUrl)
      .setExpirationTime(Math.floor(now) + LIFE)
      .setJti(randomUUID())
      .sign(key)
  }

  return async (now: number): Promise<Token> => {
    const form = {
      grant_type: client.grantType,
      assertion: await assertion(now),
      client_id: client.clientId,
      client_secret: client.clientSecret,
    }
    const answer = await deployment.send(client.tokenUrl, { method: 'POST', form })
    const body = jsonOf(answer)
    if (typeof body === 'object' && body !== null && 's' in body) {
      const { d } = shaped(envelope, body, answer.request).value
      hold(
        d.expiration > now,
        `${answer.request}: d.expiration: expected a time in the future, received ${d.expiration}.`,
      )
      const notice = `${answer.request} answered with an {s, d} envelope; the specification has the plain OAuth form.`
      return { value: d.access_token, expiration: d.expiration, notices: [notice] }
    }
    const { access_token, token_type, expires_in } = shaped(oauthForm, body, answer.request).value
    hold(
      token_type === undefined || token_type.toLowerCase() === 'bearer',
      `${answer.request}: token_type: expected "bearer", received "${token_type}".`,
    )
    return {
      value: access_token,
      notices: [],
      ...(expires_in !== undefined && { expiration: Math.floor(now) + expires_in }),
    }
  }
}
