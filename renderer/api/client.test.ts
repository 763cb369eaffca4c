import { describe, expect, it } from 'vitest';
import { addressOf } from './client.ts';
import { errorFromAnswer, toApiError } from './api-error.ts';

describe('addressOf', () => {
  it('fills in parameters and escapes them', () => {
    expect(addressOf('/api/v1/tasks/:task/runs', { params: { task: 'a/b c' } })).toBe(
      '/api/v1/tasks/a%2Fb%20c/runs',
    );
  });
  it('leaves absent query values out', () => {
    expect(addressOf('/x', { query: { state: 'failed,running', before: undefined } })).toBe(
      '/x?state=failed%2Crunning',
    );
    expect(addressOf('/x', {})).toBe('/x');
  });
});

describe('errors', () => {
  it('reads the envelope', () => {
    const error = errorFromAnswer(
      404,
      '{"error":{"code":"run_unknown","message":"no run 9","remedy":"look"}}',
    );
    expect([error.code, error.message, error.remedy, error.status]).toEqual([
      'run_unknown',
      'no run 9',
      'look',
      404,
    ]);
  });
  it.each(['', '<html>', 'null', '{"error":7}', '{"error":{"code":1}}'])(
    'says that %j is not of Luka',
    (text) => {
      expect(errorFromAnswer(502, text).code).toBe('not_luka');
    },
  );
  it('tells no answer from a fault of the page', () => {
    expect(toApiError(new TypeError('fetch failed')).code).toBe('not_running');
    expect(toApiError(new Error('x')).code).toBe('internal');
  });
});
