import type { RiskReason } from '#shared/nouns/gate.ts';
import { describe, expect, it } from 'vitest';
import { assessWork } from './assess-work.ts';
import { DANGEROUS } from './fixtures/dangerous.ts';
import { HONEST } from './fixtures/honest.ts';
import { scoreOf } from './score.ts';
import { argvStep, readerOf, shellStep, stepOf, workOf } from './testing.ts';

const ASKS_FROM = 40;

async function reasonsOf(line: string): Promise<readonly RiskReason[]> {
  return (await assessWork(workOf([shellStep(line)]), readerOf())).reasons;
}

/** What a gate would make of it for an agent. */
function outcome(reasons: readonly RiskReason[]): 'deny' | 'ask' | 'allow' {
  if (reasons.some(({ effect }) => effect === 'deny')) return 'deny';
  return reasons.some(({ effect }) => effect === 'ask') || scoreOf(reasons) >= ASKS_FROM ? 'ask' : 'allow';
}

describe('dangerous lines', () => {
  it('are many', () => {
    expect(DANGEROUS.length).toBeGreaterThan(150);
    expect(new Set(DANGEROUS.map(({ line }) => line)).size).toBe(DANGEROUS.length);
  });

  it.each(DANGEROUS)('$effect: $line', async ({ line, rule, effect }) => {
    const reasons = await reasonsOf(line);
    expect(reasons.map((reason) => reason.rule)).toContain(rule);
    expect(outcome(reasons)).toBe(effect);
  });
});

describe('honest lines', () => {
  it('are many', () => {
    expect(HONEST.length).toBeGreaterThan(80);
  });

  it.each(HONEST)('%s', async (line) => {
    const reasons = await reasonsOf(line);
    expect(reasons.filter(({ effect }) => effect)).toEqual([]);
    expect(outcome(reasons)).toBe('allow');
  });
});

describe('a program without a shell', () => {
  const reasonsFor = async (...argv: readonly { text: string; known: boolean }[]) =>
    (await assessWork(workOf([stepOf({ kind: 'argv', argv })]), readerOf())).reasons;

  it('is looked into like a line, but nothing of it expands', async () => {
    const rules = async (...argv: readonly string[]) =>
      (await assessWork(workOf([argvStep(...argv)], 'person'), readerOf())).reasons.map(({ rule }) => rule);
    expect(await rules('rm', '-rf', '/')).toContain('catastrophe');
    expect(await rules('bash', '-c', 'rm -rf ~')).toContain('catastrophe');
    expect(await rules('rm', '-rf', '~', '/*')).not.toContain('catastrophe');
    expect(await rules('echo', '$(rm -rf /)')).toEqual([]);
  });

  it('is asked about where its words are only known later', async () => {
    const rm = [
      { text: 'rm', known: true },
      { text: '-rf', known: true },
    ];
    const template = { text: '/${{ steps.a.outputs.b }}', known: false };
    expect(await reasonsFor(...rm, template)).toContainEqual(
      expect.objectContaining({ rule: 'delete_unknown', effect: 'ask' }),
    );
    expect(await reasonsFor({ text: '${{ params.x }}', known: false })).toContainEqual(
      expect.objectContaining({ rule: 'unparsed', effect: 'ask' }),
    );
  });
});

describe('what surrounds a line', () => {
  it('is the folder and the variables of its step', async () => {
    const line = 'rm -rf "$PARAM_DIR"/* ./*';
    const rules = async (dir: string | undefined, cwd: string) => {
      const step = shellStep(line, { env: { PARAM_DIR: dir }, cwd: { text: cwd, known: true } });
      return (await assessWork(workOf([step]), readerOf())).reasons.map(({ rule }) => rule);
    };
    expect(await rules('build', '/Users/pat/projects/app/tmp')).not.toContain('catastrophe');
    expect(await rules(undefined, '/Users/pat/projects/app/tmp')).toContain('delete_unknown');
    expect(await rules('/etc', '/Users/pat/projects/app/tmp')).toContain('catastrophe');
    expect(await rules('build', '/Users/pat')).toContain('catastrophe');
  });

  it('is asked about where it decides which code is loaded', async () => {
    const step = shellStep('date', { env: { LD_PRELOAD: './x.so' } });
    const { reasons } = await assessWork(workOf([step]), readerOf());
    expect(reasons[0]).toMatchObject({ rule: 'environment_loader', effect: 'ask', step: 0 });
  });

  it('are its checks, which run as well', async () => {
    const work = workOf([shellStep('date')], 'agent', { checks: [shellStep('rm -rf /')] });
    const [first] = (await assessWork(work, readerOf())).reasons;
    expect(first).toMatchObject({ rule: 'catastrophe', effect: 'deny' });
    expect(first).not.toHaveProperty('step');
  });

  it('is the shell that reads it', async () => {
    const step = (shell: string) => stepOf({ kind: 'shell', script: 'date', shell });
    const asks = async (shell: string) =>
      (await assessWork(workOf([step(shell)]), readerOf())).reasons.some(({ effect }) => effect === 'ask');
    expect([await asks('/bin/zsh'), await asks('/bin/sh'), await asks('/usr/local/bin/fish')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
