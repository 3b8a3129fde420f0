# Compiles the sources.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/clean.ts scripts/
COPY src src
COPY adapters adapters
RUN npm run build

# Packages that run, without those that build.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
USER node
EXPOSE 8080 9090
# The image has no curl; Node can ask by itself. The port is the operators', which is never 0 in a container.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://${/^[0:.]*$/.test(process.env.HOST || '') ? '127.0.0.1' : process.env.HOST}:${process.env.ADMIN_PORT || 9090}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Exec form: Node is process 1 and receives SIGTERM itself.
CMD ["node", "dist/src/main.js"]
