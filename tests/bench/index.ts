/** Each prints ratios against a limit measured in the same run; what follows a name are its options. */
const benches: Record<string, (options: string[]) => Promise<void>> = {
  enqueue: async () => {
    await (await import('./enqueue.ts')).benchEnqueue();
    await (await import('./bridge.ts')).benchBridge();
  },
  csv: async () => (await import('./csv.ts')).benchCsv(),
  desk: async () => (await import('./desk.ts')).benchDesk(),
  fill: async () => (await import('./fill.ts')).benchFill(),
  server: async (options) => (await import('./server.ts')).benchServer(options),
};

// npm run bench -- NAME…: those named, or all.
const given = process.argv.slice(2);
const optionsAt = given.findIndex((word) => word.startsWith('--'));
const [wanted, options] = optionsAt < 0 ? [given, []] : [given.slice(0, optionsAt), given.slice(optionsAt)];
for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
  const bench = benches[name];
  if (!bench) throw new Error(`No bench is named ${name}; there are ${Object.keys(benches).join(', ')}.`);
  process.stdout.write(`── ${name} ──\n`);
  await bench(options);
}
