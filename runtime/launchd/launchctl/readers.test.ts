import { describe, expect, it } from 'vitest';
import { readList } from './read-list.ts';
import { readPrintDisabled } from './read-print-disabled.ts';
import { readPrint } from './read-print.ts';

function printed(...lines: string[]): string {
  return `gui/501/org.example.job = {\n${lines.map((line) => `\t${line}`).join('\n')}\n}\n`;
}

describe('print of a service', () => {
  it('reads one that runs, and nothing out of the blocks within', () => {
    const text = printed(
      'active count = 1',
      'path = /Users/me/Library/LaunchAgents/org.example.job.plist',
      'type = LaunchAgent',
      'state = running',
      '',
      'program = /usr/local/bin/job',
      'arguments = {',
      '\t/usr/local/bin/job',
      '\tpid = 1',
      '}',
      'environment = {',
      '\tstate => odd',
      '\tXPC_SERVICE_NAME => org.example.job',
      '}',
      'domain = gui/501 [100041]',
      'minimum runtime = 10',
      'exit timeout = 5',
      'runs = 3',
      'pid = 4242',
      'immediate reason = non-ipc demand',
      'last exit code = (never exited)',
      'event triggers = {',
      '\torg.example.job => {',
      '\t\tstate = active',
      '\t\tlast exit code = 9',
      '\t}',
      '}',
      'spawn type = daemon (3)',
      'properties = keepalive | runatload | inferred program',
    );
    expect(readPrint(text)).toEqual({
      state: 'running',
      jobState: undefined,
      pid: 4242,
      runs: 3,
      lastExitCode: undefined,
      lastSignal: undefined,
      lastExitReason: undefined,
      neverExited: true,
      path: '/Users/me/Library/LaunchAgents/org.example.job.plist',
      program: '/usr/local/bin/job',
      spawnType: 'daemon (3)',
      pended: [],
      minimumRuntime: 10,
      exitTimeout: 5,
      immediateReason: 'non-ipc demand',
      properties: ['keepalive', 'runatload', 'inferred program'],
    });
  });
  it.each([
    ['last exit code = 78: EX_CONFIG', { lastExitCode: 78, neverExited: false }],
    ['last exit code = 0', { lastExitCode: 0, neverExited: false }],
    ['last exit code = (never exited)', { lastExitCode: undefined, neverExited: true }],
    ['last exit status = 2', { lastExitCode: 2 }],
    ['last terminating signal = Killed: 9', { lastSignal: 9, lastExitCode: undefined }],
    ['last exit reason = OS_REASON_EXEC', { lastExitReason: 'OS_REASON_EXEC', lastExitCode: undefined }],
    ['state = spawn scheduled', { state: 'spawn scheduled', pid: undefined }],
    ['state = waiting', { state: 'waiting' }],
    ['job state = spawn failed', { jobState: 'spawn failed', state: undefined }],
    ['pended nondemand spawn = inefficient', { pended: ['inefficient'] }],
    ['pended nondemand spawn = false', { pended: [] }],
    ['pended spawn = true', { pended: ['no reason given'] }],
    ['pid = 0', { pid: undefined }],
    ['runs = many', { runs: undefined }],
  ])('reads "%s"', (line, expected) => {
    expect(readPrint(printed(line))).toMatchObject(expected);
  });
  it('reads nothing out of what is no print', () => {
    for (const text of ['', 'Bad request.\n', 'Could not find service', 'PID\tStatus\tLabel\n'])
      expect(readPrint(text)).toBeUndefined();
  });
});

describe('print-disabled', () => {
  it('reads both layouts', () => {
    const older =
      'disabled services = {\n\t"a.b" => true\n\t"c d" => false\n}\nlogin item associations = {\n}\n';
    const newer = '\tdisabled services = {\n\t\t"a.b" => disabled\n\t\t"c d" => enabled\n\t}\n';
    for (const text of [older, newer])
      expect([...readPrintDisabled(text)]).toEqual([
        ['a.b', true],
        ['c d', false],
      ]);
  });
  it('reads nothing out of anything else', () => {
    expect(readPrintDisabled('Could not find domain\n"x" => perhaps\n').size).toBe(0);
  });
});

describe('list', () => {
  it('tells processes, codes and signals apart', () => {
    expect(readList('PID\tStatus\tLabel\n12\t0\ta.b\n-\t78\tc d\n-\t-15\te\n7\t-\tf\nodd line\n')).toEqual([
      { label: 'a.b', pid: 12, exitCode: 0, signal: undefined },
      { label: 'c d', pid: undefined, exitCode: 78, signal: undefined },
      { label: 'e', pid: undefined, exitCode: undefined, signal: 15 },
      { label: 'f', pid: 7, exitCode: undefined, signal: undefined },
    ]);
  });
});
