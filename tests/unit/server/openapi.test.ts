import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { insertClient } from '../../../server/conformance/changes.ts';
import { openApiDocument } from '../../../server/openapi/document.ts';
import { openApiPage } from '../../../server/openapi/page.ts';

const committed = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'));
const document = JSON.parse(JSON.stringify(openApiDocument()));

describe('the API document', () => {
  it('in docs equals the one this code serves; `npm run openapi` updates it', () => {
    expect(committed).toEqual(document);
  });

  it('contains no dangling reference', () => {
    const text = JSON.stringify(document);
    const names = new Set(Object.keys(document.components.schemas));
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.filter((name) => !names.has(name))).toEqual([]);
    expect(references.length).toBeGreaterThan(20);
    expect(text).not.toContain('__shared');
  });

  it('contains schemas that a validator accepts and that distinguish valid from invalid', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'api', components: document.components });
    const isChange = ajv.compile({ $ref: 'api#/components/schemas/Change' });
    expect(isChange(insertClient('c1'))).toBe(true);
    expect(isChange({ ...insertClient('c1'), operation: 'upsert' })).toBe(false);
    expect(isChange({ ...insertClient('c1'), extra: 1 })).toBe(false);
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow();
    }
  });

  it('lists the error responses of every route', () => {
    for (const [route, methods] of Object.entries<Record<string, { responses: object }>>(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        if (route !== '/v1/openapi.json') expect(Object.keys(responses).some((status) => status >= '400')).toBe(true);
      }
    }
  });

  it('as a page has a section for every route and schema, and every link leads to one', () => {
    const page = openApiPage(document);
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
    expect(ids.size).toBeGreaterThan(30);
  });
});
