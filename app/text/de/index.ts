import type { en } from '../en/index.ts';
import type { Translation } from '../translation.ts';
import { app } from './app.ts';
import { doors } from './doors.ts';
import { errors, valueProblems } from './errors.ts';
import { fileProblems } from './file-problems.ts';
import { files } from './files.ts';
import { lists } from './import.ts';
import { leaving } from './leaving.ts';
import { list } from './list.ts';
import { overview } from './overview.ts';
import { problems } from './problems.ts';
import { quickAdd } from './quick-add.ts';
import { record } from './record.ts';
import { salvage } from './salvage.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { updates } from './updates.ts';

export const de: Translation<typeof en> = {
  ...app,
  ...shell,
  ...doors,
  ...status,
  ...fileProblems,
  ...files,
  ...lists,
  ...leaving,
  ...list,
  ...overview,
  ...problems,
  ...quickAdd,
  ...record,
  ...sync,
  ...salvage,
  ...settings,
  ...updates,
  ...errors,
  ...valueProblems,
};
