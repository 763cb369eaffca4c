import { expect, it } from 'vitest';
import { ERROR_CODES, ERRORS } from './catalogue.ts';
import { formatError, fromErrorBody, LukaError, toErrorBody } from './luka-error.ts';

it('an error survives the way over the wire', () => {
  const error = new LukaError('task_invalid', {
    message: 'm',
    remedy: 'r',
    findings: [{ code: 'c', severity: 'error', message: 'x', remedy: 'y', line: 3 }],
  });
  const back = fromErrorBody(JSON.parse(JSON.stringify(toErrorBody(error))) as never);
  expect(toErrorBody(back)).toEqual({
    code: 'task_invalid',
    message: 'm',
    remedy: 'r',
    findings: error.findings,
  });
  expect(formatError(toErrorBody(error))).toBe('task_invalid: m; r');
});

it('a bug keeps its details to itself', () => {
  expect(toErrorBody(new Error('the password is swordfish'))).toEqual({
    code: 'internal',
    message: ERRORS.internal.message,
    remedy: ERRORS.internal.remedy,
  });
});

it('every code says what is wrong and what to do, in one line, without a full stop', () => {
  for (const code of ERROR_CODES) {
    const { message, remedy } = ERRORS[code];
    expect(message).toMatch(/^[^\n;|]{5,120}[^.\n]$/);
    expect(remedy).toMatch(/^[^\n|]{5,120}[^.\n]$/);
  }
});
