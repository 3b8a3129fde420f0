import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface CertifiedKey {
  readonly privateKey: KeyObject
  /** PEM text. */
  readonly certificate: string
}

/** A new RSA key with a self-signed X.509 certificate, written by hand: Node reads certificates, but makes none. */
export function certifiedKey(bits = 2048): CertifiedKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'))
  const name = sequence(
    tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('tests')))),
  )
  const validity = sequence(
    tagged(0x17, Buffer.from('250101000000Z')),
    tagged(0x17, Buffer.from('491231235959Z')),
  )
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    sha256WithRsa,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)])
  const der = sequence(signed, sha256WithRsa, tagged(0x03, signature))
  const lines = der.toString('base64').replace(/(.{64})/g, '$1\n')
  return { privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` }
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

/** DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
