import { writeSync } from 'node:fs';
import { aDesk, type TestSession } from '../support/desk.ts';

/** Writes and syncs until it is killed; says the id of every change once `queueChange` has returned. */
const [file = '', url = '', session = ''] = process.argv.slice(2);
const desk = await aDesk('ana', {
  server: { url },
  file,
  sessionOf: { session: () => JSON.parse(session) as TestSession },
  callDeadlineMs: 5_000,
  // So often that some kills meet the thread that moves the journal.
  duePages: 50,
});
desk.desk.start();
for (;;) {
  const task = await desk.operations.getCachedEntity('tasks', 't-1');
  const minutesSpent = Number(task?.data.minutesSpent ?? 0) + 1;
  const change = await desk.save('tasks', 'update', 't-1', { minutesSpent });
  writeSync(1, `${change.changeId}\n`);
  // Lets the engine have its turns between edits.
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (desk.desk.status().regions.run.kind === 'idle') void desk.sync();
}
