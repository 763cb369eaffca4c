import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandWithInput, splitCommand } from './crontab-command.ts';

describe('splitCommand', () => {
  it.each([
    ['date', { command: 'date' }],
    [String.raw`date +\%Y-\%m-\%d`, { command: 'date +%Y-%m-%d' }],
    [
      'mail -s hi joe%Dear Joe,%where are you?',
      { command: 'mail -s hi joe', input: 'Dear Joe,\nwhere are you?\n' },
    ],
    ['cat%', { command: 'cat' }],
    ['cat%%', { command: 'cat', input: '\n' }],
    [String.raw`cat%100\% sure`, { command: 'cat', input: '100% sure\n' }],
    [String.raw`sed 's/\\/x/'`, { command: String.raw`sed 's/\/x/'` }],
    [String.raw`grep '\.txt$'`, { command: String.raw`grep '\.txt$'` }],
    [String.raw`cat%a\\%b`, { command: 'cat', input: 'a\\%b\n' }],
    [String.raw`echo \\%in`, { command: 'echo \\', input: 'in\n' }],
    ['echo \\', { command: 'echo \\' }],
    ['%only input', { command: '', input: 'only input\n' }],
  ])('%s', (text, expected) => expect(splitCommand(text)).toEqual(expected));

  it('does what do_command.c does, character by character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '%', '\\', "'"), maxLength: 24 });
    fc.assert(
      fc.property(text, (line) => {
        expect(splitCommand(line)).toEqual(vixie(line));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** child_process() of Vixie cron 3.0, transcribed. */
function vixie(line: string): { command: string; input?: string } {
  const command: string[] = [];
  let escaped = false;
  let at = 0;
  for (; at < line.length; at += 1) {
    const ch = line.charAt(at);
    command.push(ch);
    if (escaped) {
      if (ch === '%' || ch === '\\') command.splice(-2, 2, ch);
      escaped = false;
      continue;
    }
    if (ch === '\\') {
      escaped = true;
      continue;
    }
    if (ch === '%') {
      command.pop();
      at += 1;
      break;
    }
  }
  let input = '';
  escaped = false;
  for (let ch of line.slice(at)) {
    if (escaped) {
      if (ch !== '%') input += '\\';
    } else if (ch === '%') ch = '\n';
    escaped = ch === '\\';
    if (!escaped) input += ch;
  }
  if (escaped) input += '\\';
  if (input !== '' && !input.endsWith('\n')) input += '\n';
  return { command: command.join(''), ...(input === '' ? {} : { input }) };
}

describe('commandWithInput', () => {
  it.each(['/bin/sh', '/bin/bash'])('%s gives the command its input, and keeps its exit code', (shell) => {
    const script = commandWithInput("tr a-z A-Z; exit 0 # it's over", 'one $HOME `x`\n\\ two\n');
    expect(execFileSync(shell, ['-c', script], { encoding: 'utf8' })).toBe('ONE $HOME `X`\n\\ TWO\n');
    expect(() =>
      execFileSync(shell, ['-c', commandWithInput('read x; exit 3', 'y\n')], { stdio: 'pipe' }),
    ).toThrow(expect.objectContaining({ status: 3 }));
  });

  it('ends the input at its end, whatever stands in it', () => {
    const input = 'INPUT\nINPUT2\nlast\n';
    expect(execFileSync('/bin/sh', ['-c', commandWithInput('cat', input)], { encoding: 'utf8' })).toBe(input);
  });
});
