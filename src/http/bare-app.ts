import express from 'express'

/** An Express application with the settings that hold for every listener. @param trustProxy as Express takes it */
export function bareApp(trustProxy: boolean | number | readonly string[]): express.Express {
  const app = express()
  app.disable('x-powered-by')
  // Only polled answers carry one, made once per snapshot.
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('trust proxy', trustProxy)
  return app
}

/** Answers belong to one trader and one moment. */
export const neverStored: express.RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}
