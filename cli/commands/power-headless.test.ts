import { expect, it } from 'vitest';
import type { HeadlessPlan } from '#runtime/power/headless/headless-restore.ts';
import { captureTerminal } from '../captured-terminal.ts';
import type { CliContext } from '../context.ts';
import { carryOut } from './power-headless.ts';

function bench(json = false) {
  const { terminal, text } = captureTerminal();
  let code = 0;
  const context: CliContext = {
    terminal,
    env: {},
    json: () => json,
    home: () => '/home',
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  return { context, text, code: () => code };
}

const PLAN: HeadlessPlan = {
  action: 'restore',
  steps: [
    { as: 'root', command: 'pmset -c sleep 0', why: 'awake', run: async () => '' },
    { as: 'person', command: 'launchctl disable gui/501/x', why: 'once', run: async () => '' },
  ],
  saved: { at: '', power: {}, agents: [] },
  notes: ['this machine has no autorestart'],
};
const answering = (outcome: 'done' | 'rolled_back') => ({
  carryOut: async () => ({
    action: 'restore' as const,
    outcome,
    at: '',
    steps: [],
    checks: [{ name: 'pmset sleep', ok: outcome === 'done', note: '0' }],
    notes: [],
  }),
});
const never = { carryOut: () => Promise.reject(new Error('nobody agreed')) };

it('shows what root does, and does nothing without a yes', async () => {
  const { context, text } = bench();
  await expect(carryOut(context, never, { plan: PLAN, options: {} })).rejects.toMatchObject({
    code: 'usage',
  });
  expect(text('out')).toContain('sudo pmset -c sleep 0\n');
  expect(text('out')).toContain('\nlaunchctl disable gui/501/x\n');
});

it('a dry run shows, and ends', async () => {
  const { context, text } = bench();
  await carryOut(context, never, { plan: PLAN, options: { dryRun: true } });
  expect(text('err')).toContain('this machine has no autorestart\nnothing was changed\n');
});

it.each([
  ['done', 0],
  ['rolled_back', 1],
] as const)('%s ends with %i', async (outcome, expected) => {
  const { context, text, code } = bench();
  await carryOut(context, answering(outcome), { plan: PLAN, options: { yes: true } });
  expect(code()).toBe(expected);
  expect(text('out')).toMatch(/pmset sleep +(ok|FAILED)/);
});

it('says the plan as JSON', async () => {
  const { context, text } = bench(true);
  await carryOut(context, never, { plan: PLAN, options: { dryRun: true } });
  expect(JSON.parse(text('out'))).toMatchObject({
    action: 'restore',
    steps: [{ as: 'root' }, { as: 'person' }],
  });
});
