import { localTool, runInTerminal } from './child-process.ts';
import { runTool } from './run-tool.ts';

// Takes the pictures of docs/screenshots anew: the tests that walk every screen of the real app keep what they see.
await runTool(() =>
  runInTerminal(localTool('playwright'), ['test', '--project', 'e2e', 'desk-screens'], {
    ...process.env,
    FERRY_SCREENSHOTS: '1',
  }),
);
