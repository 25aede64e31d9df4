# The sync server alone; the desk is built by electron-builder.
FROM node:24-bookworm-slim AS modules
WORKDIR /ferry
COPY package.json package-lock.json .npmrc ./
# Electron and the browsers' tools are not needed to serve, so no install script runs; better-sqlite3 brings its binary.
RUN npm ci --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /ferry
COPY --from=modules /ferry/node_modules/ node_modules/
COPY package.json ./
COPY app/contract/ app/contract/
COPY app/schema/ app/schema/
COPY app/rules/ app/rules/
# For the command import.
COPY app/text/ app/text/
COPY app/import/ app/import/
COPY server/ server/
COPY migrations/server/ migrations/server/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4300
# Ready means that the database answers; a process that drains is not.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4300/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "server/index.ts"]
CMD ["--host", "0.0.0.0", "--port", "4300", "--db", "/data/ferry.db", "--drain-ms", "5000"]
