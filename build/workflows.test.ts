import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly on: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
  readonly 'runs-on': string;
  readonly needs?: string;
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly os: string }[] } };
  readonly steps: readonly Step[];
}

const folder = new URL('../.github/workflows/', import.meta.url);
const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  scripts: Record<string, string>;
};
const files = readdirSync(folder);

describe.each(files)('the workflow %s', (file) => {
  const workflow = parse(readFileSync(new URL(file, folder), 'utf8')) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it('may read the repository and nothing more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('runs scripts that there are', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('takes actions of known versions, and gives secrets to packaging only', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
    const withSecrets = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'));
    expect(withSecrets.filter(({ run = '' }) => !run.includes('npm run package'))).toEqual([]);
  });
});

it('what is packaged apart becomes one release: a feed and a cask for both kinds of Mac', () => {
  const workflow = parse(readFileSync(new URL('package.yml', folder), 'utf8')) as Workflow;
  const { release } = workflow.jobs;
  expect(release?.needs).toBe('package');
  const lines = release?.steps.map(({ run = '' }) => run).join('\n');
  for (const script of ['merge-feeds', 'write-cask']) expect(lines).toContain(`node build/${script}.ts`);
  // GitHub took these away; a job for one of them waits for ever.
  const { matrix } = workflow.jobs['package']!.strategy!;
  const runners = matrix.include.map(({ os }) => os);
  expect(runners).not.toContain('macos-13');
  expect(runners).toHaveLength(3);
});

it('a release is built for both kinds of Mac, signed where it can be, and driven with the real Electron before', () => {
  const text = readFileSync(new URL('package.yml', folder), 'utf8');
  for (const words of [
    '--arm64',
    '--x64',
    '--project=electron',
    'install-electron',
    'CSC_LINK',
    'APPLE_API_KEY',
  ])
    expect(text).toContain(words);
});
