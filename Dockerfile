# The sync server alone, from the folder that `npm run pack:server` makes; the desk is built by electron-builder.
FROM node:24-bookworm-slim AS package
ARG TARGETARCH=amd64
WORKDIR /ferry
COPY package.json package-lock.json .npmrc ./
# Neither Electron nor the browsers' tools are needed to serve, so no install script runs; better-sqlite3 brings its binary.
RUN npm ci --ignore-scripts
COPY . .
RUN node tools/pack-server.ts --platform "linux-$([ "$TARGETARCH" = amd64 ] && echo x64 || echo "$TARGETARCH")" \
  && mv release/ferry-server-*/ /ferry-server

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /ferry-server
COPY --from=package /ferry-server/ ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4300
# Ready means that the database answers; a process that drains is not.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4300/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "ferry-server.mjs"]
CMD ["--host", "0.0.0.0", "--port", "4300", "--db", "/data/ferry.db", "--drain-ms", "5000"]
