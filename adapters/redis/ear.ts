import type { RedisClient } from './client.ts'
import { type Link, reasonOf } from './link.ts'
import type { RedisStoreOptions } from './options.ts'

/** Milliseconds between two looks whether it still hears. Of a way that has died without a word nothing else would tell. */
const LOOK_MS = 1_000
/** So many looks in a row that found it deaf while Redis is there: no passing trouble any more. */
const DEAF_LOOKS = 5

/** Hears what is said on some channels. */
export interface Ear {
  readonly hears: boolean
  close(): void
}

export interface EarOptions extends Pick<RedisStoreOptions, 'log'> {
  readonly channels: readonly string[]
  /** Redis is there: it should be heard. */
  readonly link: Link
  readonly heard: (channel: string, message: string) => void
  /** From now on it hears; what was said before may have been missed. */
  readonly missed: () => void
}

/**
 * Listens from now on, and again whenever the connection is back.
 * @param client a connection of its own: one that listens cannot do anything else
 */
export function createEar(client: RedisClient, { channels, link, heard, missed, log }: EarOptions): Ear {
  let hears = false
  let deafLooks = 0
  let reason = 'not connected yet'

  const listen = async (): Promise<void> => {
    try {
      await client.subscribe(...channels)
    } catch (error) {
      reason = reasonOf(error)
      return
    }
    if (deafLooks >= DEAF_LOOKS) log.info('This replica hears of changes at the others again.')
    hears = true
    deafLooks = 0
    missed()
  }

  const look = (): void => {
    if (hears) return void client.ping().catch(() => undefined)
    if (client.status === 'ready') void listen()
    if (!link.status.connected) return
    deafLooks += 1
    if (deafLooks !== DEAF_LOOKS) return
    log.warn('This replica does not hear of changes at the others and shows them up to 3 s later.', {
      reason,
    })
  }

  client.on('message', heard)
  client.on('ready', listen)
  client.on('close', () => {
    hears = false
  })
  client.on('error', (error: Error) => {
    reason = error.message
  })
  const timer = setInterval(look, LOOK_MS).unref()
  void client.connect().catch(() => undefined)

  return {
    get hears() {
      return hears
    },
    close() {
      clearInterval(timer)
      client.disconnect()
    },
  }
}
