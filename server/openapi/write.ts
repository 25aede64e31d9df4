import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument } from './document.ts';

const file = path.resolve(import.meta.dirname, '../../docs/openapi.json');

writeFileSync(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
process.stdout.write(`${file} written\n`);
