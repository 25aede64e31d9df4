import path from 'node:path';
import { createLog } from '../log.ts';
import { backup } from '../maintenance/backup.ts';
import { DEFAULT_RETENTION, prune } from '../maintenance/prune.ts';
import { restore } from '../maintenance/restore.ts';
import { rotateEpochs } from '../maintenance/rotate-epochs.ts';
import { systemClock, systemIds, yieldToLoop } from '../system.ts';
import type { Command } from './command.ts';

const days = { min: 1, max: 36_500 };

export const dataCommands: Record<string, Command> = {
  backup: {
    usage: '--to FILE',
    summary: 'everything into one new file, while the server runs',
    kinds: { to: 'text' },
    async run({ given, storage, print }) {
      const file = path.resolve(given.required('to'));
      const { firms, rows } = await backup(storage, file, systemClock);
      print(`${rows} rows of ${firms} ${firms === 1 ? 'firm' : 'firms'} saved to ${file}`);
    },
  },
  restore: {
    usage: '--from FILE [--replace]',
    summary: 'a backup, into SQLite or PostgreSQL; begins a new epoch. Stop the server first',
    kinds: { from: 'text', replace: 'flag' },
    async run({ given, storage, print }) {
      const options = { clock: systemClock, ids: systemIds, replace: given.flag('replace') };
      const { firms, rows } = await restore(storage, path.resolve(given.required('from')), options);
      print(`${rows} rows of ${firms} ${firms === 1 ? 'firm' : 'firms'} restored under a new epoch`);
      print('Access given or withdrawn since the backup must be given or withdrawn again; see the command people.');
    },
  },
  'rotate-epoch': {
    usage: '',
    summary: 'a new epoch, after data was put back by other means than restore',
    kinds: {},
    async run({ storage, print }) {
      print(`${await rotateEpochs(storage, systemClock, systemIds)} firms have a new epoch`);
    },
  },
  prune: {
    usage: '[--keep-acks DAYS] [--keep-activity DAYS] [--keep-deleted DAYS]',
    summary: 'removes what nobody needs any more; the server does it daily',
    kinds: { 'keep-acks': 'text', 'keep-activity': 'text', 'keep-deleted': 'text' },
    async run({ given, storage, print }) {
      const retention = {
        ackDays: given.number('keep-acks', DEFAULT_RETENTION.ackDays, days),
        activityDays: given.number('keep-activity', DEFAULT_RETENTION.activityDays, days),
        tombstoneDays: given.number('keep-deleted', DEFAULT_RETENTION.tombstoneDays, days),
      };
      const pruned = await prune({ storage, clock: systemClock, log: createLog('warn'), yieldToLoop }, retention);
      print(
        `removed ${pruned.acks} acks, ${pruned.activity} entries of activity, ${pruned.tombstones} deleted records`,
      );
    },
  },
  migrate: {
    usage: '',
    summary: 'brings the database to this version without serving',
    kinds: {},
    run: async ({ print }) => print('the database is up to date'),
  },
};
