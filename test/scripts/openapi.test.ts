import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../scripts/openapi/document.ts'
import { DATA_ENV } from '../support/data-clients.ts'
import { OAUTH_ENV } from '../support/oauth-client.ts'
import { servedRoutes } from '../support/served-routes.ts'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
const published = read('docs/openapi.json')

/** HEAD is as GET, and the stylesheet of the pages is named in them alone. */
const served = servedRoutes({ ...DATA_ENV, ...OAUTH_ENV })
  .filter(({ method, path }) => method !== 'HEAD' && !path.endsWith('.css'))
  .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)

const described = Object.entries<object>(published.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)

describe('docs/openapi.json', () => {
  it('is what `npm run openapi` writes', () => {
    expect(published, 'run: npm run openapi').toEqual(
      JSON.parse(JSON.stringify(openApiDocument(read('package.json').version))),
    )
  })

  it('describes every route that is served, and no other', () => {
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted())
  })

  it('has operation ids of their own and references that lead somewhere', () => {
    const operations = Object.values<Record<string, { operationId: string }>>(published.paths).flatMap(
      (path) => Object.values(path),
    )
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const [, reference = ''] of JSON.stringify(published).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = reference.split('/').reduce((at, step) => at?.[step], published)
      expect(target, reference).toBeDefined()
    }
  })
})
