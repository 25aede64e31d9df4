import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What the tools write into the packaged package.json under `ferry`, covered by the archive's integrity check. */
const buildInfoSchema = z.object({
  updates: z
    .object({
      /** The folder of channel files and installers. */
      url: z.url({ protocol: /^https$/ }),
      /** Raw Ed25519 public keys, base64: the current one and its successor. */
      keys: z.array(z.string()).min(1).max(2),
      checkTimeoutMs: z.int().min(100).default(30_000),
      stallTimeoutMs: z.int().min(100).default(60_000),
    })
    .nullable()
    .default(null),
  /** Packaged for tests: accepts switches that a released app refuses. */
  isForTests: z.boolean().default(false),
});
export type BuildInfo = z.infer<typeof buildInfoSchema>;

/** How this copy was built. From a checkout, or with an unreadable entry: no feed, not for tests. */
export function readBuildInfo(appFolder: string): BuildInfo {
  try {
    const manifest = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as { ferry?: unknown };
    return buildInfoSchema.parse(manifest.ferry ?? {});
  } catch {
    return buildInfoSchema.parse({});
  }
}
