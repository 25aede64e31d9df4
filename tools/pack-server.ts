import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from './child-process.ts';
import { runTool } from './run-tool.ts';
import { packServer, serverPlatforms } from './server-package/pack-server.ts';

// npm run pack:server [-- --platform linux-x64]: the server alone, as a folder and a tarball in release/.
await runTool(async () => {
  const { values } = parseArgs({
    options: { platform: { type: 'string', default: `${process.platform}-${process.arch}` } },
  });
  const platform = serverPlatforms.find((each) => each === values.platform);
  if (!platform) throw new Error(`--platform is one of ${serverPlatforms.join(', ')}.`);
  const { folder, archive, bytes } = await packServer({ platform, into: path.join(projectFolder, 'release') });
  process.stdout.write(`${folder}\n${archive}: ${(bytes / 1e6).toFixed(1)} MB unpacked\n`);
  return 0;
});
