import * as z from 'zod';

/** Why this copy of the app cannot update itself. */
export const UPDATE_OBSTACLES = [
  /** Run from a checkout, not from an installer. */
  'development',
  /** Built without the address or the keys of a feed. */
  'noFeed',
  /** Linux: run from a folder, so that there is no file to replace. */
  'notInstalled',
  /** The folder that holds the app cannot be written by this person. */
  'readOnlyPlace',
  /** macOS: run from the disk image or from quarantine, where nothing can be replaced. */
  'notInApplications',
] as const;

/** Why a check, a download or an installation failed. What it means for a person stands in app/text. */
export const UPDATE_FAILURES = [
  /** No connection, no answer in time, or a certificate that is not trusted. */
  'unreachable',
  /** The feed is not there. */
  'gone',
  /** Something else than a feed, such as the page of a hotel's network. */
  'badAnswer',
  /** No signature of a key that this copy trusts. */
  'badSignature',
  /** Signed, but older than a feed this computer has seen. */
  'replayed',
  /** The feed, or a redirect of it, leads to another host. */
  'otherOrigin',
  /** Signed, but for nothing this computer could run. */
  'noFile',
  /** The file is not the one that was signed. */
  'damaged',
  /** The download stood still. */
  'stalled',
  'diskFull',
  /** It was called back after it had been downloaded. */
  'withdrawn',
  /** The feed could not be asked again right before the installation. */
  'unconfirmed',
  'installFailed',
] as const;
export type UpdateFailure = (typeof UPDATE_FAILURES)[number];
export type UpdateObstacle = (typeof UPDATE_OBSTACLES)[number];

/** Markdown. English always; another language where the changelog has it. */
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
    /** It has been ready for so long that the person is asked, once they pause. */
    isDue: z.boolean(),
    /** Why the last attempt to install it failed. */
    failure: failure.nullable(),
  }),
  z.object({ kind: z.literal('installing'), ...offered }),
  z.object({ kind: z.literal('failed'), failure, version: z.string().nullable() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;
