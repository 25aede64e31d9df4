import * as z from 'zod';

/** The id and label under which changes are saved as one import: its table, and a name for the person. */
export const importLabelSchema = z.strictObject({
  importId: z.uuid(),
  table: z.string().max(64),
  name: z.string().max(200),
});
export type ImportLabel = z.infer<typeof importLabelSchema>;

export const savedImportSchema = z.object({
  ...importLabelSchema.shape,
  createdAt: z.int(),
  /** Number of its changes, and of those that can still be undone. */
  size: z.int(),
  left: z.int(),
  isUndoing: z.boolean(),
});
export type SavedImport = z.infer<typeof savedImportSchema>;

/** How many changes of an import were undone, and how many stay because others depend on them. */
export const undoneImportSchema = z.object({ undone: z.int(), kept: z.int() });
export type UndoneImport = z.infer<typeof undoneImportSchema>;
