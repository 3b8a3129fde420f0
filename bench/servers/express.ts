import cors from 'cors'
import express from 'express'

/** The baseline: Express 5 and cors as they come, one handler per path that answers a fixed payload with `res.json`. */
const payloads: Record<string, unknown> = JSON.parse(process.env.PAYLOADS ?? '{}')

const app = express()
app.use(cors())
for (const [path, payload] of Object.entries(payloads)) {
  app.get(path, (_request, response) => {
    response.json(payload)
  })
}
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address())}\n`)
})
process.once('SIGTERM', () => process.exit(0))
