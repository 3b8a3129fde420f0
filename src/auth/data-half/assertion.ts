import { createHash, X509Certificate } from 'node:crypto'
import { errors, type JWTVerifyResult, jwtVerify } from 'jose'
import { OAuthError } from '../../http/oauth-error.ts'
import type { AssertionClient } from './clients.ts'

/** How far the clock of whoever signs may be off, in seconds. */
const CLOCK_SKEW_S = 60

/** The longest life an assertion may claim, in seconds: for so long it must be remembered. */
const MAX_LIFE_S = 60 * 60

/** An assertion that was found good. */
interface VerifiedAssertion {
  /** Hash of what was signed. The signature is left out, because it can be spelled in several ways. */
  readonly fingerprint: string
  /** Unix milliseconds after which it is refused anyway. */
  readonly refusedFrom: number
}

/** @throws OAuthError invalid_grant, with what is wrong about the assertion */
export type AssertionCheck = (assertion: string) => Promise<VerifiedAssertion>

/**
 * Checks what one client signs: RS256 with the key of its certificate, which `x5t` names; issuer, subject, audience, address
 * and an end that is near.
 * @param audience the address tokens are asked for at @param clock Unix milliseconds
 */
export function assertionCheck(
  client: AssertionClient,
  audience: string,
  clock: () => number,
): AssertionCheck {
  const certificate = new X509Certificate(client.certificate)
  const thumbprint = createHash('sha1').update(certificate.raw).digest()

  return async (assertion) => {
    if (endOf(certificate) <= clock()) refuse('the certificate registered for this client has ended')
    const { payload, protectedHeader } = await verified(assertion, certificate, {
      algorithms: ['RS256'],
      issuer: client.clientId,
      subject: client.userId,
      audience,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_SKEW_S,
      currentDate: new Date(clock()),
    })
    if (!isThumbprint(protectedHeader.x5t, thumbprint))
      refuse('"x5t" is not the thumbprint of the certificate')
    if (payload.spurl !== client.appUrl) refuse('"spurl" is not the address of the client')
    const end = Number(payload.exp)
    if (end > clock() / 1000 + MAX_LIFE_S + CLOCK_SKEW_S) {
      refuse(`"exp" is further away than ${MAX_LIFE_S} seconds`)
    }
    const refusedFrom = Math.ceil((end + CLOCK_SKEW_S) * 1000)
    return { fingerprint: fingerprintOf(assertion), refusedFrom }
  }
}

/** Names of the clients whose certificates end before a time in Unix milliseconds. */
export function certificatesEndingBefore(
  time: number,
  clients: readonly AssertionClient[],
): readonly string[] {
  return clients
    .filter(({ certificate }) => endOf(new X509Certificate(certificate)) < time)
    .map(({ clientId }) => clientId)
}

/** Unix milliseconds. */
function endOf(certificate: X509Certificate): number {
  return certificate.validToDate.getTime()
}

async function verified(
  assertion: string,
  certificate: X509Certificate,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(assertion, certificate.publicKey, options)
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse('"exp" has passed')
    if (error instanceof errors.JWTClaimValidationFailed) return refuse(`"${error.claim}" is not as agreed`)
    return refuse('it is no JWT that the key of the certificate signed with RS256')
  }
}

/** As RFC 7515 writes it, base64url, or as certificate tools show it, hexadecimal. */
function isThumbprint(x5t: unknown, thumbprint: Buffer): boolean {
  if (typeof x5t !== 'string') return false
  const encoding = x5t.length === thumbprint.length * 2 ? 'hex' : 'base64url'
  return Buffer.from(x5t, encoding).equals(thumbprint)
}

function fingerprintOf(assertion: string): string {
  const signed = assertion.slice(0, assertion.lastIndexOf('.'))
  return createHash('sha256').update(signed).digest('base64url')
}

function refuse(reason: string): never {
  throw new OAuthError('invalid_grant', `The assertion was refused: ${reason}.`)
}
