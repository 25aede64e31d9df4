import { parseArgs } from 'node:util';
import { runKillLoop } from './kill-loop.ts';

// npm run test:kill -- --kills 200
const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const total = Number(values.kills);
const { kills, saved } = await runKillLoop(total, Math.random, (count) => {
  if (count % 20 === 0) process.stdout.write(`${count} of ${total} kills\n`);
});
process.stdout.write(`${kills} kills, ${saved} changes saved, none lost, none applied twice, file sound after each\n`);
