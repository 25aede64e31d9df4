import type { FastifyInstance } from 'fastify';
import { openApiDocument } from '../openapi/document.ts';
import { openApiPage } from '../openapi/page.ts';

const CACHE = 'public, max-age=3600';
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The protocol's document, for programs and people. */
export function registerDocumentRoutes(app: FastifyInstance): void {
  const document = openApiDocument();
  const page = openApiPage(document);

  app.get('/v1/openapi.json', (_request, reply) => reply.header('cache-control', CACHE).send(document));
  app.get('/v1/docs', (_request, reply) =>
    reply
      .header('cache-control', CACHE)
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(page),
  );
}
