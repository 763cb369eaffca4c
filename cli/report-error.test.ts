import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { captureTerminal } from './captured-terminal.ts';
import { reportError } from './report-error.ts';

const finding = {
  code: 'task_invalid',
  severity: 'error',
  message: 'no steps',
  remedy: 'add one',
  file: '/t/a.yaml',
  line: 3,
  column: 5,
} as const;

async function report(error: unknown, options: { json?: boolean; debug?: boolean } = {}) {
  const captured = captureTerminal();
  const code = await reportError(captured.terminal, error, { json: false, debug: false, ...options });
  expect(captured.text('out')).toBe('');
  return { code, err: captured.text('err') };
}

describe('reportError', () => {
  it('says code, what is wrong and what to do, then every finding with its place', async () => {
    const error = new LukaError('task_invalid', {
      message: 'a.yaml is not valid',
      remedy: 'mend it',
      findings: [finding],
    });
    expect(await report(error)).toEqual({
      code: 65,
      err: 'task_invalid: a.yaml is not valid; mend it\n  /t/a.yaml:3:5 task_invalid: no steps; add one\n',
    });
  });

  it('says the same as JSON', async () => {
    const error = new LukaError('task_invalid', { message: 'm', remedy: 'r', findings: [finding] });
    const { code, err } = await report(error, { json: true });
    expect(code).toBe(65);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'task_invalid', message: 'm', remedy: 'r', findings: [finding] },
    });
  });

  it('tells a bug as one, with its stack only where asked', async () => {
    const bug = new TypeError('x is not a function');
    const told = await report(bug);
    expect(told.code).toBe(70);
    expect(told.err).toMatch(/^internal: .*TypeError: x is not a function.*\n$/);
    expect((await report(bug, { debug: true })).err).toContain('report-error.test.ts');
    expect((await report('a string')).err).toContain('a string');
  });

  it('does not obey control characters in a message', async () => {
    const { err } = await report(new LukaError('order_invalid', { message: 'bad \u001b[2J name' }));
    expect(err).not.toContain('\u001b');
  });
});
