import helmet from 'helmet'

/**
 * What answers of an API tell browsers: encrypted only, never guess the type, never in a frame, load nothing. They are for
 * pages of another site to read. helmet's other headers concern pages alone, and would be sent with every poll.
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginResourcePolicy: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  // `frame-ancestors` says it.
  xFrameOptions: false,
  xXssProtection: false,
})
