import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  needs?: string | string[];
  environment?: string;
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps: Step[];
}
interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const folder = path.join(import.meta.dirname, '../../.github/workflows');
const names = readdirSync(folder);
const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const read = (name: string): Workflow => parse(textOf(name));
const stepsOf = (name: string) => Object.values(read(name).jobs).flatMap(({ steps }) => steps);

describe.each(names)('%s', (name) => {
  it('uses actions by their digest, with the version beside it', () => {
    const used = [...textOf(name).matchAll(/uses: (.*)/g)].map((match) => match[1]);
    expect(used.filter((use) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use ?? ''))).toEqual([]);
  });

  it('may do nothing by default but read, and every job has an end', () => {
    const { permissions, jobs } = read(name);
    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.values(jobs).filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
  });

  it('leaves no token behind in the checkout', () => {
    const checkouts = stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('writes nothing that others may choose into a script', () => {
    expect(stepsOf(name).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  it('uses secrets only where somebody has to agree', () => {
    for (const job of Object.values(read(name).jobs)) {
      if (JSON.stringify(job).includes('secrets.')) expect(job.environment).toBe('release');
    }
  });
});

describe('the release', () => {
  const { jobs } = read('release.yml');
  const runs = jobs.publish?.steps.map(({ run, uses }) => run ?? uses ?? '') ?? [];
  const at = (part: string) => runs.findIndex((run) => run.includes(part));

  it('is tested, then built, then published', () => {
    expect([jobs.build?.needs, jobs.publish?.needs]).toEqual(['test', 'build']);
  });

  // A version that is offered already is refused before its files, which desks download, are written over.
  it('signs before it uploads, the files first, and the channel files last of all', () => {
    const order = [at('npm sbom'), at('checksums'), at('attest-build-provenance'), at('" release/channels/')];
    order.push(at('-- offer'), at('release/files/* "$DEST'), at('release/channels/*.json'));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect([order.includes(-1), order.at(-1)]).toEqual([false, runs.length - 1]);
  });

  it('does not begin with a secret that is empty', () => {
    const written = names.flatMap(stepsOf).filter(({ run, env }) => env?.KEY && run?.includes('printf'));
    expect(written.map(({ run }) => run?.includes('${KEY:?'))).toEqual([true, true, true]);
  });

  it('gives the key that signs updates to the steps that sign, and to nothing else', () => {
    const withKey = names.flatMap((name) => stepsOf(name).filter(({ env }) => env?.FERRY_UPDATE_PRIVATE_KEY));
    expect(withKey.every(({ run }) => run?.includes('npm run release --'))).toBe(true);
    expect(withKey).toHaveLength(2);
  });
});
