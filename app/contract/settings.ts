import * as z from 'zod';
import { idSchema } from './ids.ts';
import { listQuerySchema } from './lists.ts';

const MINUTE_MS = 60_000;

const savedViewSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  table: z.string().min(1).max(64),
  /** May contain days relative to the day of viewing. */
  query: listQuerySchema,
  groupBy: z.string().max(64).nullable().default(null),
  /** Null: the table's default. */
  columns: z.array(z.string().max(64)).max(40).nullable().default(null),
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** Of one computer; what two computers kept apart may be more together. */
const MOST_VIEWS = 200;
const MOST_FAVOURITES = 100;

/** Table → the fields its list shows, in order. */
const columnsSchema = z.record(z.string().max(64), z.array(z.string().max(64)).max(40));

/** Manual · daily · before an update migrated the data · replaced by a restored backup. */
const backupKindSchema = z.enum(['manual', 'daily', 'beforeUpdate', 'beforeRestore']);

export const backupSchema = z.object({
  name: z.string(),
  at: z.int(),
  bytes: z.int(),
  kind: backupKindSchema,
  /** Before an update: the target version. */
  version: z.int().nullable(),
});
export type Backup = z.infer<typeof backupSchema>;

const favouriteSchema = z.strictObject({ table: z.string().min(1).max(64), id: z.string().min(1).max(64) });
export const recentRecordsSchema = z.array(favouriteSchema).max(20);

const ofRecord = z.strictObject({ table: z.string().min(1).max(64) });
/** Kind → its value, by id: of the view, the table, or the record. */
export const preferenceValueSchemas = {
  view: savedViewSchema.omit({ id: true }),
  columns: z.array(z.string().max(64)).max(40),
  favourite: ofRecord,
  recent: ofRecord,
};

/** One change of what a person arranges for themselves; null removes. */
export const preferenceChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('view'), id: idSchema, value: preferenceValueSchemas.view.nullable() }),
  z.strictObject({ kind: z.literal('columns'), id: idSchema, value: preferenceValueSchemas.columns.nullable() }),
  z.strictObject({ kind: z.literal('favourite'), id: idSchema, value: preferenceValueSchemas.favourite.nullable() }),
  z.strictObject({ kind: z.literal('recent'), id: idSchema, value: preferenceValueSchemas.recent }),
]);
export type PreferenceChange = z.infer<typeof preferenceChangeSchema>;

export type Favourite = z.infer<typeof favouriteSchema>;

/** System-wide shortcuts for quick add, as Electron accelerators. */
export const QUICK_SHORTCUTS = [
  'off',
  'CommandOrControl+Shift+Space',
  'CommandOrControl+Alt+N',
  'CommandOrControl+Alt+Space',
] as const;
export type QuickShortcut = (typeof QUICK_SHORTCUTS)[number];

/** `taken`: the system refused it, usually because another program has it. */
export const shortcutStateSchema = z.enum(['off', 'on', 'taken']);
export type ShortcutState = z.infer<typeof shortcutStateSchema>;

export const settingsSchema = z.strictObject({
  server: z.string().max(500).default(''),
  syncIntervalMs: z
    .int()
    .min(MINUTE_MS)
    .max(24 * 60 * MINUTE_MS)
    .default(5 * MINUTE_MS),
  appearance: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['comfortable', 'compact']).default('comfortable'),
  language: z.enum(['system', 'en', 'de']).default('system'),
  updateChannel: z.enum(['latest', 'beta']).default('latest'),
  notifications: z.boolean().default(true),
  openAtLogin: z.boolean().default(false),
  keepInTray: z.boolean().default(true),
  automaticBackups: z.boolean().default(true),
  quickAddShortcut: z.enum(QUICK_SHORTCUTS).default('off'),
  /** These three are the signed-in person's and follow them to other computers; see `preferenceChangeSchema`. */
  views: z.array(savedViewSchema).max(MOST_VIEWS).default([]),
  columns: columnsSchema.default({}),
  /** Records kept at hand, in order. */
  favourites: z.array(favouriteSchema).max(MOST_FAVOURITES).default([]),
  /** When the person last looked at "While you were away"; ms since the epoch. */
  seenAt: z.int().min(0).default(0),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Defaults must not leak into a patch: only named keys change. */
export const settingsPatchSchema = z.strictObject({
  syncIntervalMs: settingsSchema.shape.syncIntervalMs.unwrap().optional(),
  appearance: settingsSchema.shape.appearance.unwrap().optional(),
  density: settingsSchema.shape.density.unwrap().optional(),
  language: settingsSchema.shape.language.unwrap().optional(),
  updateChannel: settingsSchema.shape.updateChannel.unwrap().optional(),
  notifications: z.boolean().optional(),
  openAtLogin: z.boolean().optional(),
  keepInTray: z.boolean().optional(),
  automaticBackups: z.boolean().optional(),
  quickAddShortcut: z.enum(QUICK_SHORTCUTS).optional(),
  seenAt: z.int().min(0).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
