/** Where TradingView wants an answer of the login page. */
export interface ReturnAddress {
  readonly redirectUri: string
  /** As it stood in the request, still encoded: it goes back byte for byte. */
  readonly state: string | undefined
  /** The code flow answers in the query, the implicit flow in the fragment. */
  readonly part: 'query' | 'fragment'
}

/** What may not stand in a URL and yet may arrive in one. */
const NOT_IN_URLS = /[^\x21-\x7e]|["<>#]/gu

/** The address with the answer in it. */
export function returnUrl(
  { redirectUri, state, part }: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): string {
  const parameters = new URLSearchParams(answer).toString()
  const all = state === undefined ? parameters : `${parameters}&state=${inUrl(state)}`
  if (part === 'fragment') return `${redirectUri}#${all}`
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${all}`
}

function inUrl(raw: string): string {
  return raw.replace(NOT_IN_URLS, (character) => encodeURIComponent(character))
}
