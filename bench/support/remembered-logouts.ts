import { hash } from 'node:crypto'
import { json } from 'node:stream/consumers'
import { createRevokedTokens } from '../../src/auth/revoked-tokens.ts'

/** What the gateway's memory of logged-out tokens takes by itself: the job tells how many are added in each of how many rounds. */

const DAY_MS = 86_400_000

const { rounds, each } = (await json(process.stdin)) as { readonly rounds: number; readonly each: number }
const revoked = createRevokedTokens(Date.now)
const heldBytes = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
const megabytes: number[] = []
// The first reading makes what readings need.
heldBytes()
const before = heldBytes()
for (let round = 0; round < rounds; round += 1) {
  for (let n = 0; n < each; n += 1) await revoked.add(hash('sha256', `${round}/${n}`, 'base64url'), DAY_MS)
  megabytes.push((heldBytes() - before) / 1e6)
}
process.stdout.write(JSON.stringify(megabytes))
