/** The arrows of the house: main → gateway → {tradingview, data-feed} → auth → http → i18n → broker ← adapters/{tradelocker, redis}. */

/** A part of src/ (its name) may import only the listed parts besides itself. */
const parts = {
  broker: [],
  i18n: ['broker'],
  http: ['broker', 'i18n'],
  auth: ['broker', 'i18n', 'http'],
  tradingview: ['broker', 'i18n', 'http', 'auth'],
  'data-feed': ['broker', 'i18n', 'http', 'auth'],
}

const partRules = Object.entries(parts).map(([part, allowed]) => ({
  name: `${part}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${part}/` },
  to: {
    path: '^(src|adapters|simulator|conformance|bench|test|scripts)/',
    pathNot: `^src/(${[part, ...allowed].join('|')})/`,
  },
}))

module.exports = {
  forbidden: [
    ...partRules,
    {
      name: 'only-gateway-knows-the-adapter',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gateway\\.ts$' },
      to: { path: '^adapters/' },
    },
    {
      name: 'adapters-import-only-the-port',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^(src|simulator|conformance|bench|test|scripts)/', pathNot: '^src/broker/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'placing-and-changing-do-not-know-each-other',
      severity: 'error',
      from: { path: '^adapters/tradelocker/trading/(placing|changing)/' },
      to: {
        path: '^adapters/tradelocker/trading/(placing|changing)/',
        pathNot: '^adapters/tradelocker/trading/$1/',
      },
    },
    {
      name: 'what-placing-and-changing-share-knows-neither',
      severity: 'error',
      from: { path: '^adapters/tradelocker/trading/[^/]+$' },
      to: { path: '^adapters/tradelocker/trading/(placing|changing)/' },
    },
    {
      name: 'the-simulator-stands-alone',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(src|adapters|conformance|bench|test|scripts)/' },
    },
    {
      name: 'the-conformance-runner-stands-alone',
      severity: 'error',
      from: { path: '^conformance/' },
      to: { path: '^(src|adapters|simulator|bench|test|scripts)/' },
    },
    {
      name: 'nothing-imports-main-or-tests',
      severity: 'error',
      from: { path: '^(src|adapters|simulator|conformance|bench|scripts)/' },
      to: { path: '^(src/main\\.ts|test/)' },
    },
    {
      name: 'nothing-imports-measurements',
      severity: 'error',
      from: { path: '^(src|adapters|simulator|conformance|test|scripts)/', pathNot: '^test/bench/' },
      to: { path: '^bench/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-packages-in-production',
      severity: 'error',
      from: { path: '^(src|adapters|conformance)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
