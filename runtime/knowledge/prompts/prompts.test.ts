import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import { fillText, parsePrompt } from './parse-prompt.ts';
import type { SessionFacts } from './session-facts.ts';
import { sessionReport } from './session-report.ts';

const state = new Map([['date', 'today']]);

describe('a prompt', () => {
  it('says what it is and which variables it has', () => {
    const text =
      '---\ntitle: T\nvariables:\n  goal: What for.\n  tone: { default: plain }\n---\n\nOn {{date}}: {{goal}} in {{ tone }}, {{goal}}\n';
    expect(parsePrompt('p', text, { state })).toEqual({
      name: 'p',
      title: 'T',
      description: '',
      text: 'On {{date}}: {{goal}} in {{ tone }}, {{goal}}\n',
      variables: [
        { name: 'date', description: 'today', from: 'state' },
        { name: 'goal', description: 'What for.', from: 'given' },
        { name: 'tone', description: '', from: 'given', default: 'plain' },
      ],
    });
  });

  it('without a front matter, or with one that cannot be read, is text', () => {
    for (const text of [
      'Hello {{goal}}',
      '---\n: [broken\n---\nHello',
      '---\ntitle: [1]\n---\nHello',
      '---\n',
      '',
    ])
      expect(parsePrompt('p', text, { state })).toMatchObject({ title: 'p', text });
  });

  it('whatever it is and whatever is put in, nothing else changes and nothing is filled twice', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('{{a}}', '{{ b }}', '{{', '}}', '{{a', '$&', '$1', '{{constructor}}'),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.string(), (pieces, value) => {
        const source = pieces.join('');
        const put = `${value}{{b}}`;
        const { text, missing } = fillText(source, new Map([['a', put]]));
        const parts = source.split(/\{\{\s*a\s*\}\}/);
        expect(text).toBe(parts.join(put));
        expect(missing).not.toContain('a');
        expect(missing.includes('b')).toBe(/\{\{\s*b\s*\}\}/.test(source));
      }),
    );
  });
});

describe('the report of a session', () => {
  const at = (hour: number) => new Date(2026, 10, 29, hour).toISOString();
  const run = (id: number, task: string, ended: RunState, hour: number, message?: string): RunSummary => ({
    id,
    task,
    title: task,
    state: ended,
    priority: 'normal',
    cause: { kind: 'manual', by: 'person' },
    queuedAt: at(hour),
    endedAt: at(hour),
    ...(message === undefined ? {} : { message }),
  });
  const facts: SessionFacts = {
    from: Date.parse(at(0)),
    to: Date.parse(at(12)),
    runs: [
      run(1, 'backup', 'failed', 2, 'exit code 5'),
      run(2, 'mail', 'failed', 3, 'a | b'),
      run(3, 'backup', 'succeeded', 4),
      run(4, 'old', 'cancelled', 5),
    ],
    audit: [
      {
        seq: 1,
        at: at(3),
        actor: { name: 'gg', role: 'gg' },
        action: 'approval.approved',
        subject: 'run 3',
        hash: 'x',
      },
      {
        seq: 2,
        at: at(4),
        actor: { name: 'anan', role: 'gg' },
        action: 'approval.denied',
        subject: 'run 5',
        reason: 'too risky',
        hash: 'x',
      },
      {
        seq: 3,
        at: at(4),
        actor: { name: 'unknown', role: 'nobody' },
        action: 'request.refused',
        subject: 'a request',
        hash: 'x',
      },
    ],
    notes: [
      {
        kind: 'plan',
        text: 'Move the archive\n- [ ] build: write the mover (Codex)\n- [x] done already\n* [ ] ask the family',
        meta: { owner: 'CLS', phase: 'ask' },
        by: 'person',
      },
      { kind: 'solution', text: 'wake the disk', meta: {}, by: 'cls' },
    ],
  };
  const report = (more: Partial<Parameters<typeof sessionReport>[0]> = {}) =>
    sessionReport({
      facts,
      running: [],
      approvals: [],
      validations: [],
      ownerOf: () => undefined,
      ...more,
    });

  it('tells what was mended, decided and left open', () => {
    const text = report();
    expect(text).toContain('# Session of 2026-11-29');
    expect(text).toContain('## Objective\n\nMove the archive\n');
    expect(text).toContain(
      '- backup: failed at 02:00 (#1, exit code 5), succeeded at 04:00 (#3)\n- wake the disk',
    );
    expect(text).toContain(
      'Green:\n\n- gg approved run 3 (03:00)\n\nYellow:\n\n- anan denied run 5: too risky (04:00)',
    );
    expect(text).toContain(
      '| mend | mail (#2): a \\| b | CLS |\n| build | write the mover | Codex |\n| ask | ask the family | CLS |',
    );
    expect(report({ ownerOf: (task) => (task === 'mail' ? 'Anan' : undefined) })).toContain(
      '| mend | mail (#2): a \\| b | Anan |',
    );
    expect(text).not.toContain('done already |');
    expect(text).toContain('4 runs ended: 1 succeeded, 2 failed, 1 cancelled');
    expect(text).toContain('33 % of the runs succeeded. 3 to-dos are open.');
    expect(text).toContain('## Next goal\n\nmend: mail (#2): a | b\n');
    expect(text).toContain('- anan (gg): 1 entry in the records');
    expect(text).not.toContain('unknown');
  });

  it('what the person says goes before, and an empty day is told as one', () => {
    expect(report({ objective: 'Rest', nextGoal: 'Sleep' })).toMatch(
      /## Objective\n\nRest\n[\s\S]*## Next goal\n\nSleep\n$/,
    );
    const empty = report({ facts: { ...facts, runs: [], audit: [], notes: [] } });
    expect(empty).toContain('Nothing ran, and nothing is open.');
    expect(empty).toContain('## Open to-dos\n\n- none');
  });
});
