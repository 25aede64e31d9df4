import type { en } from '../en/index.ts';
import type { Translation } from '../translation.ts';
import { app } from './app.ts';
import { files } from './files.ts';
import { list } from './list.ts';
import { overview } from './overview.ts';
import { record } from './record.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';

export const de: Translation<typeof en> = {
  ...app,
  ...status,
  ...files,
  ...list,
  ...overview,
  ...record,
  ...sync,
  ...settings,
};
