import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variables } from '../../src/config/variables.ts'
import { DATA_CLIENTS, MINIMAL, mistakesOf, OAUTH_CLIENTS } from '../support/environments.ts'

const FEED = { DATA_FEED_EMAIL: 'a@b.test', DATA_FEED_PASSWORD: 'p' }

describe('mistakes', () => {
  const key = MINIMAL.TOKEN_KEYS.slice('k1:'.length)
  it.each<[string, Record<string, string>, string]>([
    ['a port too high', { PORT: '65536' }, 'PORT: expected a port number, received "65536"'],
    ['a port that is none', { PORT: '80a' }, 'PORT: expected a port number, received "80a"'],
    ['one port for both', { PORT: '9090' }, 'ADMIN_PORT: expected a port other than PORT, received ""'],
    ['a word', { GATEWAY_ENV: 'prod' }, 'GATEWAY_ENV: expected production or staging, received "prod"'],
    ['a flag', { PASSWORD_LOGIN: 'yes' }, 'PASSWORD_LOGIN: expected true or false, received "yes"'],
    ['a proxy', { TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY: expected true, false, a number of hops'],
    ['a share', { RATE_LIMIT_HEADROOM: '1.1' }, 'RATE_LIMIT_HEADROOM: expected a number above 0, at most 1'],
    [
      'a rate',
      { UPSTREAM_MAX_RPS: '0' },
      'UPSTREAM_MAX_RPS: expected a whole number of requests per second, at least 1',
    ],
    [
      'a server twice',
      { TRADELOCKER_SERVERS: 'A,a' },
      'TRADELOCKER_SERVERS: expected server names, all different',
    ],
    [
      'a server without a name',
      { TRADELOCKER_SERVERS: 'A,,B' },
      'TRADELOCKER_SERVERS: expected server names',
    ],
    ['no address', { TRADELOCKER_BASE_URL: 'demo' }, 'TRADELOCKER_BASE_URL: expected an address such as'],
    [
      'an address that is not encrypted',
      { TRADELOCKER_BASE_URL: 'http://host/api' },
      'TRADELOCKER_BASE_URL: expected an https address in production, unless it is on this machine',
    ],
    [
      'a password in an address',
      { TRADELOCKER_BASE_URL: 'https://user:hunter2@host' },
      'TRADELOCKER_BASE_URL: expected an address such as https://demo.tradelocker.com/backend-api, received "https://…@host"',
    ],
    [
      'a public address',
      { PUBLIC_URL: 'http://host' },
      'PUBLIC_URL: expected an https address in production',
    ],
    [
      'a key too short',
      { TOKEN_KEYS: 'k:AAAA' },
      'TOKEN_KEYS[0]: expected a key of 32 bytes, not 3, received a value of 6',
    ],
    [
      'a key without a name',
      { TOKEN_KEYS: key },
      'TOKEN_KEYS[0]: expected a name, a colon and a key in base64url',
    ],
    ['a name twice', { TOKEN_KEYS: `k:${key},k:${key}` }, 'TOKEN_KEYS[1]: expected a name of its own'],
    [
      'OAuth without an address',
      { OAUTH_CLIENTS },
      'PUBLIC_URL: expected an address such as https://trading.example.com, required with OAUTH_CLIENTS',
    ],
    [
      'no JSON',
      { OAUTH_CLIENTS: '{' },
      'OAUTH_CLIENTS: expected a JSON array, received a value of 1 characters',
    ],
    ['no list', { OAUTH_CLIENTS: '{}' }, 'OAUTH_CLIENTS: expected a JSON array'],
    [
      'an assertion client without an address',
      { DATA_CLIENTS },
      'PUBLIC_URL: expected an address such as https://trading.example.com, required by a client',
    ],
    [
      'half a feed login',
      { DATA_FEED_EMAIL: 'a@b.test' },
      'DATA_FEED_PASSWORD: expected a password, required with the other DATA_FEED',
    ],
    [
      'a feed server alone',
      { DATA_FEED_SERVER: 'MAIN' },
      'DATA_FEED_EMAIL: expected an e-mail address, required with',
    ],
    [
      'further service accounts without a first',
      { DATA_FEED_ACCOUNTS: '[]' },
      'DATA_FEED_EMAIL: expected an e-mail address, required with',
    ],
    [
      'a service account of another server',
      { ...FEED, DATA_FEED_ACCOUNTS: '[{"email":"b@b.test","password":"p","server":"OTHER"}]' },
      'DATA_FEED_ACCOUNTS[0].server: expected the server of the first service account, "MAIN", received a value of 54',
    ],
    [
      'a service account twice',
      {
        ...FEED,
        DATA_FEED_ACCOUNTS: '[{"email":"b@b.test","password":"p"},{"email":"A@b.test","password":"p"}]',
      },
      'DATA_FEED_ACCOUNTS[1]: expected an account of its own: another service account is the same',
    ],
    [
      'a service account without a password',
      { ...FEED, DATA_FEED_ACCOUNTS: '[{"email":"b@b.test"}]' },
      'DATA_FEED_ACCOUNTS[0].password: expected a text',
    ],
    [
      'a broker id',
      { BROKER_ID: 'My Broker' },
      'BROKER_ID: expected lower-case Latin letters and underscores',
    ],
    [
      'a file that is not there',
      { SYMBOLS_FILE: '/nowhere.json' },
      'SYMBOLS_FILE: expected the path of a readable JSON file',
    ],
    [
      'tokens that would outlast the 2,147,483,647 milliseconds of a timer',
      { OAUTH_ACCESS_TOKEN_MINUTES: '34561' },
      'OAUTH_ACCESS_TOKEN_MINUTES: expected a whole number of minutes from 1 to 34560',
    ],
    [
      'certificates that nobody checks',
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      'NODE_TLS_REJECT_UNAUTHORIZED: expected not to be 0 in production: it lets any certificate pass',
    ],
    [
      'another store',
      { REDIS_URL: 'http://u:hunter2@h' },
      'REDIS_URL: expected an address such as redis://host:6379, received a value of 18 characters',
    ],
  ])('are told for %s', (_what, env, expected) => {
    expect(mistakesOf({ ...MINIMAL, ...env }).join('\n')).toContain(expected)
  })

  it.each<[string, unknown, string[]]>([
    [
      'OAUTH_CLIENTS',
      [{ client_id: 'a' }],
      [
        'OAUTH_CLIENTS[0].client_secret: expected a text',
        'OAUTH_CLIENTS[0].redirect_uris: expected a list of addresses',
      ],
    ],
    ['OAUTH_CLIENTS', ['x'], ['OAUTH_CLIENTS[0]: expected an object']],
    [
      'OAUTH_CLIENTS',
      [oauth({ redirect_uris: [] })],
      ['OAUTH_CLIENTS[0].redirect_uris: expected at least one address'],
    ],
    [
      'OAUTH_CLIENTS',
      [oauth({ redirect_uris: ['https://ok.test', 'http://a.test'] })],
      ['OAUTH_CLIENTS[0].redirect_uris[1]: expected an https address'],
    ],
    [
      'OAUTH_CLIENTS',
      [oauth({ environment: 'test' })],
      ['OAUTH_CLIENTS[0].environment: expected localhost, staging or production'],
    ],
    [
      'OAUTH_CLIENTS',
      [oauth({ client_id: 'tv-staging', client_secret: 'b'.repeat(15) })],
      [
        'OAUTH_CLIENTS[0].client_secret: expected at least 16 characters as the secret of the client "tv-staging"',
      ],
    ],
    [
      'DATA_CLIENTS',
      JSON.parse(DATA_CLIENTS).map((client: object) =>
        'client_secret' in client ? { ...client, client_secret: 'b'.repeat(15) } : client,
      ),
      ['DATA_CLIENTS[1].client_secret: expected at least 16 characters as the secret of the client "tv-jwt"'],
    ],
    ['OAUTH_CLIENTS', [oauth({}), oauth({})], ['OAUTH_CLIENTS[1]: expected an id of its own']],
    ['OAUTH_CLIENTS', [oauth({ redirect_uri: 'x' })], ['OAUTH_CLIENTS[0]: expected an object {client_id']],
    ['DATA_CLIENTS', [{ login: 'a' }], ['DATA_CLIENTS[0].password: expected a text']],
    [
      'DATA_CLIENTS',
      [{ login: 'a', password: '' }],
      ['DATA_CLIENTS[0].password: expected a text that is not empty'],
    ],
    [
      'DATA_CLIENTS',
      [{ client_id: 'a', client_secret: 'b'.repeat(16), user_id: 'c', app_url: 'd', certificate: 'hunter2' }],
      ['DATA_CLIENTS[0].certificate: expected an X.509 certificate'],
    ],
    [
      'DATA_CLIENTS',
      [
        { login: 'a', password: 'b' },
        { login: 'a', password: 'c' },
      ],
      ['DATA_CLIENTS[1]: expected an id of its own'],
    ],
    ['DATA_CLIENTS', [null], ['DATA_CLIENTS[0]: expected an object']],
  ])('inside %s are told with their place: %j', (name, value, expected) => {
    const mistakes = mistakesOf({
      ...MINIMAL,
      PUBLIC_URL: 'https://host.test',
      [name]: JSON.stringify(value),
    })
    for (const each of expected) expect(mistakes.join('\n')).toContain(each)
    expect(mistakes).toHaveLength(expected.length)
  })

  it('are told all at once, each on one line', () => {
    const env = { PORT: 'x', GATEWAY_ENV: 'y', TOKEN_KEYS: 'z', DATA_FEED_EMAIL: 'a@b.test', REDIS_URL: 'r' }
    expect(mistakesOf(env).map((line) => line.split(/[:[]/)[0])).toEqual([
      'PORT',
      'GATEWAY_ENV',
      'TRADELOCKER_BASE_URL',
      'TRADELOCKER_SERVERS',
      'TOKEN_KEYS',
      'REDIS_URL',
      'DATA_FEED_PASSWORD',
    ])
  })

  it('never repeat a secret, and never are anything but a ConfigError', () => {
    const secrets = Object.entries(variables).filter(
      ([, variable]) => 'secret' in variable && variable.secret,
    )
    // Long enough that it cannot occur in a message by chance.
    const text = fc.string({ minLength: 12, maxLength: 60 })
    fc.assert(
      fc.property(fc.constantFrom(...secrets.map(([name]) => name)), text, (name, secret) => {
        const shown = mistakesOf({ ...MINIMAL, [name]: secret }).join('\n')
        if (secret.trim().length >= 12) expect(shown).not.toContain(secret.trim())
      }),
    )
  })

  it('in any variable are a ConfigError', () => {
    const values = fc.dictionary(fc.constantFrom(...Object.keys(variables)), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(values, (env) => void mistakesOf(env)),
      { numRuns: 300 },
    )
  })
})

function oauth(changes: object): object {
  return { client_id: 'a', client_secret: 'b'.repeat(16), redirect_uris: ['https://ok.test'], ...changes }
}
