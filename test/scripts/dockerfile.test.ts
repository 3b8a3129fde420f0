import { describe, expect, it } from 'vitest'
import { parseDockerfile } from '../../scripts/dockerfile.ts'

describe('a Dockerfile', () => {
  it('is read as stages: what they copy, what they run, what they start', () => {
    const stages = parseDockerfile(`
# a comment
FROM node:24-slim AS build
COPY package.json package-lock.json ./
RUN npm ci

FROM node:24-slim
COPY --from=build /app/dist dist
USER node
HEALTHCHECK --interval=10s \\
  CMD ["node", "-e", "1"]
CMD ["node", "main.js"]
`)
    expect(stages).toEqual([
      {
        copies: [{ from: undefined, sources: ['package.json', 'package-lock.json'], target: './' }],
        runs: ['npm ci'],
        command: undefined,
        user: undefined,
      },
      {
        copies: [{ from: 'build', sources: ['/app/dist'], target: 'dist' }],
        runs: [],
        command: ['node', 'main.js'],
        user: 'node',
      },
    ])
  })
})
