import { readFileSync, writeFileSync } from 'node:fs'
import { openApiDocument } from './openapi/document.ts'

/* Writes docs/openapi.json. */

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
writeFileSync(
  new URL('../docs/openapi.json', import.meta.url),
  `${JSON.stringify(openApiDocument(version), undefined, 2)}\n`,
)
