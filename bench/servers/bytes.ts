import express from 'express'

/** Bare Express 5 that sends fixed bytes, made ready beforehand: one handler per path, nothing else. */
const payloads: Record<string, string> = JSON.parse(process.env.PAYLOADS ?? '{}')

const app = express()
for (const [path, text] of Object.entries(payloads)) {
  const body = Buffer.from(text)
  app.get(path, (_request, response) => {
    response.type('json').send(body)
  })
}
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address())}\n`)
})
process.once('SIGTERM', () => process.exit(0))
