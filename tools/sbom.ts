import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './child-process.ts';
import { runTool } from './run-tool.ts';
import { shippedAlone } from './shipped/bill-of-materials.ts';
import { shippedPackages } from './shipped/packages.ts';

// npm run sbom: the contents of a built app as CycloneDX, beside the packages.
await runTool(async () => {
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const whole = execFileSync('npm', args, {
    cwd: projectFolder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  const bill = shippedAlone(JSON.parse(whole), shippedPackages(projectFolder));
  const { version } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8'));
  const file = path.join(projectFolder, `release/Ferry-${version}.cdx.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`${file}: ${bill.components.length} packages\n`);
  return 0;
});
