import { chmod, lstat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { doctorExitCode } from '#shared/nouns/doctor.ts';
import { NotHere, type Check } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { examine, mend } from './doctor.ts';
import { soundHome } from './testing.ts';

const found = (subject: string, severity: 'error' | 'warning' | 'info') => ({
  subject,
  severity,
  message: 'm',
  evidence: ['e'],
  remedy: 'r',
});

function check(id: string, look: Check['examine']): Check {
  return { id, title: id, examine: look };
}

describe('an examination', () => {
  it('tells the worst first, and what could not be looked at, without leaving out the rest', async () => {
    await using it = await soundHome();
    const report = await examine(it.patient(), [
      check('a', () => Promise.resolve({ note: 'n', findings: [found('1', 'info'), found('2', 'warning')] })),
      check('b', () => Promise.reject(new Error('the disk does not answer'))),
      check('c', () => Promise.reject(new NotHere('macOS has none'))),
      check('d', () => Promise.resolve({ note: 'n', findings: [found('3', 'error')] })),
    ]);
    expect(report.checks.map(({ id, state, note }) => [id, state, note])).toEqual([
      ['a', 'warning', 'n'],
      ['b', 'unknown', 'the disk does not answer'],
      ['c', 'ok', 'macOS has none'],
      ['d', 'error', 'n'],
    ]);
    expect(report.findings.map(({ check: from, subject }) => from + subject)).toEqual(['d3', 'a2', 'a1']);
  });

  it('of a sound home finds nothing that is broken, by checks of different names', async () => {
    await using it = await soundHome();
    it.ledger();
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // The page is built, and ports are taken or free, by whoever works on this machine.
    const own = CHECKS.filter(({ id }) => !['package', 'ports'].includes(id));
    const { findings, checks } = await examine(it.patient(), own);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(checks.filter(({ state }) => state === 'unknown')).toEqual([]);
  });

  it('ends a command with 0, 1 or 2', () => {
    expect(doctorExitCode([])).toBe(0);
    expect(doctorExitCode([found('', 'info')])).toBe(0);
    expect(doctorExitCode([found('', 'info'), found('', 'warning')])).toBe(1);
    expect(doctorExitCode([found('', 'warning'), found('', 'error')])).toBe(2);
  });
});

describe('a mend', () => {
  it('is of what is found now, and of nothing else', async () => {
    await using it = await soundHome();
    const wanted = { check: 'permissions', subject: 'mode' };
    await expect(mend(it.patient(), wanted)).rejects.toMatchObject({ code: 'finding_gone' });
    await chmod(it.layout.logs, 0o777);
    await expect(mend(it.patient(), { check: 'permissions', subject: '/etc/passwd' })).rejects.toMatchObject({
      code: 'finding_gone',
    });
    await expect(mend(it.patient(), { check: 'nonsense', subject: 'mode' })).rejects.toMatchObject({
      code: 'finding_gone',
    });
    expect(await mend(it.patient(), wanted)).toEqual({ ...wanted, done: '1 is the owner’s alone now' });
    expect((await lstat(it.layout.logs)).mode & 0o777).toBe(0o700);
  });
});
