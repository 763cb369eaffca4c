/** What the commands about reports ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import { listReports, makeReport, showReport } from './commands/report-files.ts';
import { listToDos } from './commands/todos.ts';
import { fakeLuka } from './fake-luka.ts';

const REPORT = {
  name: 'day-2026-11-28',
  kind: 'day' as const,
  title: 'Saturday 28 November 2026',
  day: '2026-11-28',
  file: '/home/reports/day-2026-11-28.md',
  bytes: 12,
  at: '2026-11-29T00:30:00.000Z',
  headline: '3 runs of 2 tasks, 1 failed',
  failed: 1,
  needs: 2,
  page: true,
};

describe('luka report', () => {
  it('day says where it is, or prints it', async () => {
    const luka = fakeLuka(() => ({ ...REPORT, text: '# Saturday\n', cut: false }));
    await makeReport(luka.session, { kind: 'day', day: '2026-11-28' }, false);
    expect(luka.calls).toMatchObject([
      { endpoint: 'POST /api/v1/reports', body: { kind: 'day', day: '2026-11-28' } },
    ]);
    expect(luka.text('out')).toBe(`${REPORT.file}\n`);
    await makeReport(luka.session, { kind: 'day' }, true);
    expect(luka.text('out')).toBe(`${REPORT.file}\n# Saturday\n`);
    expect(luka.text('err')).toContain(`written to ${REPORT.file}`);
  });

  it('list is a table, whatever names there are', async () => {
    const luka = fakeLuka(() => ({
      reports: [REPORT, { ...REPORT, name: 'x', kind: 'other', title: 'a\u001b[2Jb', headline: undefined }],
      total: 9,
      next: 2,
    }));
    await listReports(luka.session, { limit: 2, kind: 'day' });
    expect(luka.calls[0]).toMatchObject({
      endpoint: 'GET /api/v1/reports',
      query: { limit: '2', kind: 'day' },
    });
    expect(luka.text('out')).toContain('3 runs of 2 tasks, 1 failed');
    expect(luka.text('out')).not.toContain('\u001b[2J');
    expect(luka.text('err')).toContain('2 of 9');
  });

  it('show prints the Markdown, or the page', async () => {
    const luka = fakeLuka(({ endpoint }) =>
      endpoint.endsWith('/page')
        ? { file: '/x.html', html: '<!doctype html>' }
        : { ...REPORT, text: '# S', cut: true },
    );
    await showReport(luka.session, REPORT.name, false);
    expect(luka.text('out')).toBe('# S\n');
    expect(luka.text('err')).toContain('the file is longer');
    await showReport(luka.session, REPORT.name, true);
    expect(luka.text('out')).toBe('# S\n<!doctype html>');
  });
});

it('luka todos says what is open and where it stands', async () => {
  const luka = fakeLuka(() => ({
    toDos: [
      {
        phase: 'build',
        task: 'the mover',
        owner: 'Codex',
        source: { kind: 'memory', id: 4, line: 2, text: '- [ ] x' },
      },
      { phase: 'mend', task: 'Sync', owner: 'CLS', source: { kind: 'quarantine', id: 'sync' } },
    ],
    more: false,
  }));
  await listToDos(luka.session, { owner: 'Codex' });
  expect(luka.calls[0]).toMatchObject({ endpoint: 'GET /api/v1/todos', query: { owner: 'Codex' } });
  expect(luka.text('out')).toMatch(/build +Codex +memory 4:2 +the mover\n.*mend +CLS +task sync +Sync/s);
});
