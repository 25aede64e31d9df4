import path from 'node:path';
import type { App, Dialog } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { dataFolderProblem, refuseToStart } from '../../../../main/lifecycle/data-folder-problem.ts';
import { canMount, makeReadOnly } from '../../../support/disk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('a data folder', () => {
  it('that does not exist is created', () => {
    expect(dataFolderProblem(path.join(temporaryFolder(), 'new/folder'))).toBeNull();
  });

  it.runIf(canMount)('that is read-only prevents the start, with a message', () => {
    const folder = temporaryFolder();
    const makeWritable = makeReadOnly(folder);
    try {
      expect(dataFolderProblem(folder)).toMatchObject({ code: 'store.readOnly' });
    } finally {
      makeWritable();
    }
  });

  it('that cannot be used is reported in the language of the system, and the app ends with a failure', async () => {
    const showErrorBox = vi.fn();
    const exit = vi.fn();
    const app = { whenReady: async () => undefined, exit, getLocale: () => 'de' } as unknown as App;
    const problem = { code: 'store.readOnly', message: 'Read-only.', action: 'retry' } as const;
    await refuseToStart(app, { showErrorBox } as unknown as Dialog, problem, '/data');
    expect(showErrorBox).toHaveBeenCalledWith(
      'Ferry kann nicht starten',
      expect.stringMatching(/schreibgeschützt.*\/data/s),
    );
    expect(exit).toHaveBeenCalledWith(1);
  });
});
