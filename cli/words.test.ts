import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import { captureTerminal } from './captured-terminal.ts';
import { parseLength, parseLimit, parseNames } from './parse-options.ts';
import { parseParams } from './parse-params.ts';
import { parseScope } from './parse-scope.ts';
import { parseRunReference } from './run-reference.ts';
import { runSentence, whyText } from './run-words.ts';

const usage = expect.objectContaining({ code: 'usage' }) as Error;

describe('parseParams', () => {
  it('takes everything after the first equals sign', () => {
    expect(parseParams(['a=1', 'b=x=y', 'c=', 'd= z '])).toEqual({ a: '1', b: 'x=y', c: '', d: ' z ' });
    expect(parseParams([])).toEqual({});
  });

  it.each([[['a']], [['=b']], [['']], [['a=1', 'a=2']]])('refuses %j', (words) => {
    expect(() => parseParams(words)).toThrow(usage);
  });

  it('gives back what went in, whatever the names', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('='));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key }), (pairs) => {
        const parsed = parseParams(pairs.map(([key, value]) => `${key}=${value}`));
        expect(new Map(Object.entries(parsed))).toEqual(new Map(pairs));
      }),
    );
  });
});

describe('parseRunReference', () => {
  it('takes a number, a number with a hash, and last', () => {
    expect(parseRunReference('12')).toBe(12);
    expect(parseRunReference('#12')).toBe(12);
    expect(parseRunReference('last')).toBeUndefined();
  });

  it.each(['', '0', '#', '-1', '1.5', '12a', 'LAST', '##1', '9'.repeat(16)])('refuses %j', (text) => {
    expect(() => parseRunReference(text)).toThrow(usage);
  });
});

describe('options', () => {
  it('a limit is a number in its bounds', () => {
    expect([parseLimit('1', 500), parseLimit('500', 500)]).toEqual([1, 500]);
    for (const text of ['0', '501', '-1', '1.5', 'many', ''])
      expect(() => parseLimit(text, 500)).toThrow(usage);
  });

  it('a length is longer than nothing', () => {
    expect([parseLength('--for', '2h'), parseLength('--for', '7d', 31 * 86_400_000)]).toEqual([
      7_200_000, 604_800_000,
    ]);
    for (const text of ['0s', 'soon', '', '-2h', '32d'])
      expect(() => parseLength('--for', text, 31 * 86_400_000)).toThrow(usage);
  });

  it('names are of those that there are', () => {
    const known = ['ran', 'caught_up'] as const;
    expect(parseNames('--state', 'caught-up, ran', known)).toEqual(['caught_up', 'ran']);
    for (const text of ['', 'ran,', 'odd']) expect(() => parseNames('--state', text, known)).toThrow(usage);
  });

  it('a pause is for one thing', () => {
    expect(parseScope('backup', {})).toEqual({ task: 'backup' });
    expect(parseScope(undefined, { tag: 'heavy' })).toEqual({ tag: 'heavy' });
    expect(parseScope(undefined, { all: true })).toEqual({ all: true });
    expect(parseScope(undefined, {})).toBeUndefined();
    expect(() => parseScope('backup', { all: true })).toThrow(usage);
    expect(() => parseScope('', {})).toThrow(usage);
  });
});

describe('a run in words', () => {
  const now = Date.parse('2026-03-01T09:00:00Z');
  const run: RunSummary = {
    id: 12,
    task: 'backup',
    title: 'Backup',
    state: 'queued',
    priority: 'normal',
    cause: { kind: 'cron', by: 'schedule', late: 'caught up: the machine slept' },
    queuedAt: '2026-03-01T08:00:00Z',
  };
  const waiting = { ...run, attempt: 2, readyAt: '2026-03-01T09:00:30Z', message: 'exit code 1' };

  it('says for what it waits, how it ended, or why it came late', () => {
    expect(whyText(run, now)).toBe('caught up: the machine slept');
    expect(whyText(waiting, now)).toBe('attempt 2 in 30 s: exit code 1');
    expect(whyText(waiting, now + 60_000)).toBe('attempt 2 as soon as there is room: exit code 1');
    expect(whyText({ ...waiting, state: 'failed' }, now)).toBe('exit code 1');
  });

  it('counts its attempts where there was more than one', () => {
    const { terminal } = captureTerminal();
    const failed = { ...waiting, state: 'failed', durationMs: 3_200 } as const;
    expect(runSentence(terminal, failed, 'out')).toBe(
      'run 12 of backup failed in attempt 2 after 3.2 s: exit code 1',
    );
    expect(runSentence(terminal, { ...failed, attempt: 1 }, 'out')).toBe(
      'run 12 of backup failed after 3.2 s: exit code 1',
    );
  });
});
