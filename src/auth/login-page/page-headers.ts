import type { Response } from 'express'

/**
 * What a page may do: show the gateway's own stylesheet and images, and send its form to the gateway. Chromium applies
 * `form-action` to every redirect that follows, so the way back to TradingView is named as well.
 *
 * @param returnTo where the form leads in the end; undefined for a page without one
 */
export function pageHeaders(response: Response, returnTo: string | undefined): void {
  const formTargets = returnTo === undefined ? "'none'" : ["'self'", ...originsOf(returnTo)].join(' ')
  response.set({
    'Content-Security-Policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      `form-action ${formTargets}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Frame-Options': 'DENY',
  })
}

/** What holds for all answers of the pages, redirects included. */
export function commonHeaders(response: Response): void {
  response.set({
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    // TradingView's page that opened the tab must still reach it when it comes back to TradingView.
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
}

/** Lets pages of TradingView's origin hold this answer in a frame: the silent renewal of the implicit flow. */
export function frameableBy(response: Response, returnTo: string): void {
  const ancestors = originsOf(returnTo).join(' ')
  response.set('Content-Security-Policy', `default-src 'none'; frame-ancestors ${ancestors}`)
  response.removeHeader('X-Frame-Options')
}

/** The origin of an address; TradingView's language sites lead to each other. */
function originsOf(address: string): readonly string[] {
  const { origin, protocol, hostname } = new URL(address)
  const isTradingView = protocol === 'https:' && /(^|\.)tradingview\.com$/.test(hostname)
  return isTradingView ? [origin, 'https://*.tradingview.com'] : [origin]
}
