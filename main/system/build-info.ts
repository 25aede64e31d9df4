import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What the tools write into the packed package.json under `ferry`, where the archive's seal covers it. */
const buildInfoSchema = z.object({
  updates: z
    .object({
      /** The folder that channel files and installers lie in. */
      url: z.url({ protocol: /^https$/ }),
      /** Raw Ed25519 public keys, base64: the one in use and the one that will replace it. */
      keys: z.array(z.string()).min(1).max(2),
      checkTimeoutMs: z.int().min(100).default(30_000),
      stallTimeoutMs: z.int().min(100).default(60_000),
    })
    .nullable()
    .default(null),
  /** Packed for the tests: it may be driven through switches that a released app refuses. */
  isForTests: z.boolean().default(false),
});
export type BuildInfo = z.infer<typeof buildInfoSchema>;

/** How this copy was built. From a checkout, and where the entry is not readable: without a feed, and not for tests. */
export function readBuildInfo(appFolder: string): BuildInfo {
  try {
    const manifest = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as { ferry?: unknown };
    return buildInfoSchema.parse(manifest.ferry ?? {});
  } catch {
    return buildInfoSchema.parse({});
  }
}
