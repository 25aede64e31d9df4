import * as z from 'zod';
import { settingsSchema } from './settings.ts';

/** A small file of this computer's that could not be read, or not all of it. */
export const fileProblemSchema = z.object({
  file: z.enum(['settings', 'session']),
  /**
   * `unreadable`: held or forbidden; it is read as soon as possible and not written until then · `invalid`: damaged as a
   * whole · `partly`: some settings are invalid.
   */
  kind: z.enum(['unreadable', 'invalid', 'partly']),
  /** The settings that could not be read. */
  settings: z.array(settingsSchema.keyof()),
  /** Path of the content that could not be read. */
  path: z.string(),
});
export type FileProblem = z.infer<typeof fileProblemSchema>;
