import * as z from 'zod';

/** Why this copy of the app cannot update itself. */
export const UPDATE_OBSTACLES = [
  /** Run from a checkout, not from an installer. */
  'development',
  /** Built without the address or the keys of a feed. */
  'noFeed',
  /** Linux: run from a folder, so that there is no file to replace. */
  'notInstalled',
  /** The person cannot write to the app's folder. */
  'readOnlyPlace',
  /** macOS: run from the disk image or from quarantine, which cannot be updated. */
  'notInApplications',
] as const;

/** Why a check, download or installation failed; app/text words it. */
export const UPDATE_FAILURES = [
  /** No connection, no answer in time, or a certificate that is not trusted. */
  'unreachable',
  /** The feed does not exist. */
  'gone',
  /** Not a feed, for example a captive portal's page. */
  'badAnswer',
  /** No signature by a trusted key. */
  'badSignature',
  /** Signed, but older than a feed seen before. */
  'replayed',
  /** The feed, or a redirect, leads to another host. */
  'otherOrigin',
  /** Signed, but without a file for this computer. */
  'noFile',
  /** The file differs from the signed one. */
  'damaged',
  /** The download stalled. */
  'stalled',
  'diskFull',
  /** It was withdrawn after the download. */
  'withdrawn',
  /** The feed could not be read again right before the installation. */
  'unconfirmed',
  'installFailed',
] as const;
export type UpdateFailure = (typeof UPDATE_FAILURES)[number];
export type UpdateObstacle = (typeof UPDATE_OBSTACLES)[number];

/** Markdown. Always English; other languages if the changelog has them. */
export const releaseNotesSchema = z.object({ en: z.string(), de: z.string().optional() });
export type ReleaseNotes = z.infer<typeof releaseNotesSchema>;

const offered = { version: z.string(), notes: releaseNotesSchema };
const failure = z.enum(UPDATE_FAILURES);

export const updateStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unavailable'), reason: z.enum(UPDATE_OBSTACLES) }),
  z.object({ kind: z.enum(['unchecked', 'checking']) }),
  /** Times are ms since the epoch. */
  z.object({ kind: z.literal('current'), checkedAtMs: z.int() }),
  z.object({ kind: z.literal('downloading'), ...offered, percent: z.int().min(0).max(100) }),
  z.object({
    kind: z.literal('ready'),
    ...offered,
    /** It has been ready so long that the person is asked, once they pause. */
    isDue: z.boolean(),
    /** Why the last installation failed. */
    failure: failure.nullable(),
  }),
  z.object({ kind: z.literal('installing'), ...offered }),
  z.object({ kind: z.literal('failed'), failure, version: z.string().nullable() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;
