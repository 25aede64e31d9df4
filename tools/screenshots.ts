import { localTool, runInTerminal } from './child-process.ts';
import { runTool } from './run-tool.ts';

/** Tests that visit the screens of the real app; the variable makes them save pictures in docs/screenshots. */
const SPECS = [
  'desk-screens',
  'accessible-dialogs',
  'desk-work',
  'orphans',
  'parked',
  'informed',
  'settings',
  'sync-centre',
  'first-fill',
  'columns',
  'damaged-data',
  'replaced-server',
  'failed-saves',
  'broken-store',
  'way-to-server',
  'region',
  'sleep',
];

// The real app first, then every view and component of the gallery in both themes and languages.
await runTool(async () => {
  const walked = await runInTerminal(localTool('playwright'), ['test', '--project=e2e', ...SPECS], {
    ...process.env,
    FERRY_SCREENSHOTS: '1',
  });
  if (walked !== 0) return walked;
  return runInTerminal(process.execPath, ['tests/gallery/index.ts', '--pictures', 'docs/screenshots/gallery']);
});
