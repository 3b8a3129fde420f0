/*
 * A JWT is base64url, which hides from compression what is inside. Unfolded, its header and claims are the JSON they are:
 * a grant of two tokens, sealed and compressed, becomes a third shorter.
 */

/** Between the parts; JSON on one line has none. */
const FOLD = '\n'

/** The token with its JSON readable; unchanged when it is no JWT, or one that `fold` would write differently. */
export function unfold(token: string): string {
  const [header = '', claims = '', ...signature] = token.split('.')
  const unfolded = [textOf(header), textOf(claims), ...signature].join(FOLD)
  return unfolded.startsWith('{') && fold(unfolded) === token ? unfolded : token
}

/** The token that `unfold` was given. */
export function fold(text: string): string {
  const [header = '', claims = '', ...signature] = text.split(FOLD)
  return text.startsWith('{') ? [encode(header), encode(claims), ...signature].join('.') : text
}

function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8')
}

function encode(json: string): string {
  return Buffer.from(json, 'utf8').toString('base64url')
}
