import { randomUUID } from 'node:crypto'
import type { SharedStore, StoreListener } from '../../src/broker/shared-store.ts'
import type { RedisClient } from './client.ts'
import { createEar } from './ear.ts'
import { GONE_MS, type Link, reasonOf } from './link.ts'
import type { RedisStoreOptions } from './options.ts'
import { within } from './within.ts'

/** Milliseconds for all replicas to hear something. One that hangs must not hold up those who tell it something. */
const HEARD_MS = 250

/** What replicas tell each other; see SharedStore. */
export interface News extends Pick<SharedStore, 'tell' | 'listen'> {
  /** This replica hears what others tell. */
  readonly hears: boolean
  close(): void
}

interface NewsOptions extends Pick<RedisStoreOptions, 'log' | 'onTold'> {
  readonly prefix: string
  /** This replica's own; nobody else's. */
  readonly name: string
}

/** Something told that not all are known to have heard. */
interface Open {
  readonly heardBy: Set<string>
  /** Who has to hear it; unknown until Redis says so. */
  awaited: readonly string[] | undefined
  readonly allHeard: () => void
}

/**
 * Every replica answers what it hears, on the channel of who told it, so that this one knows when all have heard.
 * @param second a connection of its own, to listen by
 */
export function createNews(
  client: RedisClient,
  second: RedisClient,
  link: Link,
  { prefix, name, log, onTold = () => {} }: NewsOptions,
): News {
  const members = `${prefix}replicas`
  // Channels are the same in all of Redis' databases.
  const told = `${prefix}${client.options.db ?? 0}/told`
  const answersTo = (who: string): string => `${told}/${who}`
  const open = new Map<string, Open>()
  /** Replicas that did not hear in time what they were told, and have not been heard of since: nobody waits for them again. */
  const silent = new Set<string>()
  let listener: StoreListener = { told: () => {}, missed: () => {} }
  let wasHeard = true

  const settle = ({ heardBy, awaited, allHeard }: Open): void => {
    if (awaited?.every((one) => heardBy.has(one))) allHeard()
  }

  const heard = (channel: string, message: string): void => {
    const [by = '', id = '', text = ''] = message.split(' ')
    if (channel === told) {
      if (by === name) return
      listener.told(text)
      void link.run(() => client.publish(answersTo(by), `${name} ${id}`)).catch(() => undefined)
      return
    }
    silent.delete(by)
    const one = open.get(id)
    one?.heardBy.add(by)
    if (one !== undefined) settle(one)
  }

  const ear = createEar(second, {
    channels: [told, answersTo(name)],
    link,
    heard,
    missed() {
      // Who was silent may only not have been heard.
      silent.clear()
      listener.missed()
    },
    log,
  })

  /** @returns whether all are known to have heard it @throws when it could not be told, or not all have heard it in time */
  const tellAndWait = async (id: string, one: Open, text: string, all: Promise<void>): Promise<boolean> => {
    const { hears } = ear
    const names = await link.run(() => client.tell(members, told, `${name} ${id} ${text}`, GONE_MS))
    const others = names.filter((other) => other !== name)
    if (others.length > 0 && !hears) throw new Error('no answers are heard')
    for (const gone of silent) if (!others.includes(gone)) silent.delete(gone)
    one.awaited = others.filter((other) => !silent.has(other))
    settle(one)
    await all
    return silent.size === 0
  }

  const note = (isHeard: boolean, reason?: string): void => {
    onTold(isHeard)
    if (!link.status.connected || isHeard === wasHeard) return
    wasHeard = isHeard
    if (isHeard) log.info('All replicas hear of changes in time again.')
    else log.warn('Not all replicas heard of a change in time; they may show it up to 3 s later.', { reason })
  }

  return {
    async tell(text) {
      const id = randomUUID()
      const { promise: all, resolve: allHeard } = Promise.withResolvers<void>()
      const one: Open = { heardBy: new Set(), awaited: undefined, allHeard }
      open.set(id, one)
      try {
        const isHeard = await within(HEARD_MS, tellAndWait(id, one, text, all))
        note(isHeard)
        return isHeard
      } catch (error) {
        for (const other of one.awaited ?? []) if (!one.heardBy.has(other)) silent.add(other)
        note(false, reasonOf(error))
        return false
      } finally {
        open.delete(id)
      }
    },
    listen(one) {
      listener = one
    },
    get hears() {
      return ear.hears
    },
    close: ear.close,
  }
}
