import type { IncomingMessage } from 'node:http'
import { BoundedMap } from '../http/bounded-map.ts'
import { type FormFields, queryOfUrl } from '../http/form.ts'
import { type PolledRoute, polledRoutes } from './polled.ts'

/** A poll as panels send it. */
export interface RecognisedPoll {
  readonly route: PolledRoute
  /** As it stands in the path; undefined where the query names it. */
  readonly accountId: string | undefined
  readonly query: FormFields
}

/** Panels send the same few URLs over and over. */
const MAX_URLS = 10_000
const MAX_URL_CHARS = 1_000
/** Panels send three. Nobody has to be logged in to make an address up, and hundreds of fields take room. */
const MAX_FIELDS = 8

const ACCOUNT_ROUTE = /^\/accounts\/([\w-]+)\/(orders|positions|state)(?:\?[!"$-~]*)?$/
const QUERY_ROUTE = /^\/(quotes|depth)\?[!"$-~]*$/

/** Recognises polls that need no second look. Anything the least bit unusual is answered `undefined`. */
export function createPollRecogniser(): (request: IncomingMessage) => RecognisedPoll | undefined {
  const polls = new BoundedMap<string, RecognisedPoll>(MAX_URLS)

  return (request) => {
    const { method, url = '', headers } = request
    if (method !== 'GET' || hasBody(headers) || isUnusuallyConditional(headers)) return undefined
    const known = polls.get(url)
    if (known !== undefined) return known
    const poll = pollIn(url)
    if (poll !== undefined) polls.set(url, poll)
    return poll
  }
}

function pollIn(url: string): RecognisedPoll | undefined {
  if (url.length > MAX_URL_CHARS) return undefined
  const [, accountId, account, query] = ACCOUNT_ROUTE.exec(url) ?? [
    undefined,
    undefined,
    undefined,
    QUERY_ROUTE.exec(url)?.[1],
  ]
  const name = account ?? query
  if (name === undefined) return undefined
  try {
    const fields = queryOfUrl(url)
    if (Object.keys(fields).length > MAX_FIELDS) return undefined
    return { route: polledRoutes[name as keyof typeof polledRoutes], accountId, query: fields }
  } catch {
    return undefined
  }
}

function hasBody(headers: IncomingMessage['headers']): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

/** Browsers show one tag, the one they were given. Lists, weak tags and dates are left to Express. */
function isUnusuallyConditional(headers: IncomingMessage['headers']): boolean {
  if (headers['if-modified-since'] !== undefined) return true
  const tag = headers['if-none-match']
  return tag !== undefined && (headers['cache-control'] !== undefined || !/^"[\w-]+"$/.test(tag))
}
