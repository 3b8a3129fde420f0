import { hash } from 'node:crypto'
import type { RequestHandler } from 'express'
import { STYLESHEET } from './stylesheet.ts'

/** A broker's logo. */
export interface Logo {
  readonly contentType: 'image/svg+xml' | 'image/png'
  readonly bytes: Uint8Array
}

/** A file that the pages need. Its name changes with its content, so browsers may keep it for ever. */
export interface Asset {
  readonly path: string
  /** As a page refers to it: the pages lie in the same folder, wherever a proxy may have put that. */
  readonly reference: string
  readonly serve: RequestHandler
}

export function stylesheetAsset(): Asset {
  return asset('login', 'css', 'text/css; charset=utf-8', Buffer.from(STYLESHEET))
}

export function logoAsset({ contentType, bytes }: Logo): Asset {
  return asset('logo', contentType === 'image/png' ? 'png' : 'svg', contentType, Buffer.from(bytes))
}

function asset(name: string, extension: string, contentType: string, bytes: Buffer): Asset {
  const reference = `${name}.${hash('sha256', bytes).slice(0, 16)}.${extension}`
  return {
    path: `/oauth/${reference}`,
    reference,
    serve: (_request, response) => {
      response.set({
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Content-Type': contentType,
        // An SVG that is opened by itself is a document: it gets to do nothing but be drawn.
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'Cross-Origin-Resource-Policy': 'same-origin',
      })
      response.send(bytes)
    },
  }
}
