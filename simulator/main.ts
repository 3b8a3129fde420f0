import { type Simulator, startSimulator } from './simulator.ts'
import { demoPassword } from './users.ts'

/** `npm run simulator`: a TradeLocker server on fixed ports until SIGINT or SIGTERM. */
const { env } = process
const simulator = await startSimulator({
  port: wholeNumber('SIMULATOR_PORT', 8081),
  controlPort: wholeNumber('SIMULATOR_CONTROL_PORT', 8082),
  seed: wholeNumber('SIMULATOR_SEED', 1),
  rateLimits: rateLimits(env.SIMULATOR_RATE_LIMITS ?? 'published'),
})
process.stdout.write(welcome(simulator))

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    process.stdout.write('The simulator stops.\n')
    void simulator.close()
  })

function welcome({ url, controlUrl, logins }: Simulator): string {
  const lines = logins.map(({ email, server, accounts }) => {
    const list = accounts.map(({ id, currency }) => `${id} ${currency}`).join(', ')
    return `  ${email}  ${server}  accounts ${list}`
  })
  return [
    `TradeLocker simulator: ${url}`,
    `Control:               ${controlUrl}`,
    `Logins (password ${demoPassword}):`,
    ...lines,
    '',
  ].join('\n')
}

function wholeNumber(name: string, fallback: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, it is "${text}".`)
  return Number(text)
}

function rateLimits(text: string): 'published' | 'off' | number {
  if (text === 'published' || text === 'off') return text
  const factor = Number(text)
  if (factor > 0) return factor
  throw new Error(`SIMULATOR_RATE_LIMITS must be published, off or a factor, it is "${text}".`)
}
