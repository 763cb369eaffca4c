import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFINEMENT_LEVELS, stricter } from '#shared/nouns/confinement.ts';
import { decide } from './gate.ts';
import { BY_AGENT, BY_PERSON, openGate, shellTask } from './testing.ts';

describe('a verdict', () => {
  it.each([
    ['nothing to say', 'echo hi', 'allow', 'allow'],
    ['a little risk', 'risk 39', 'allow', 'allow'],
    ['a risk for an agent', 'risk 40', 'allow', 'ask'],
    ['a risk for anybody', 'risk 70', 'ask', 'ask'],
    ['something unclear', 'ask', 'ask', 'ask'],
    ['something deadly', 'deny', 'deny', 'deny'],
  ] as const)('of %s', async (_, run, person, agent) => {
    await using bench = await openGate();
    const judge = async (cause: typeof BY_PERSON) =>
      (await bench.gate.judge({ definition: shellTask(run), params: {}, cause })).verdict.decision;
    expect([await judge(BY_PERSON), await judge(BY_AGENT)]).toEqual([person, agent]);
  });

  it('names the asker, the threshold, the policy and the worst reason first', async () => {
    await using bench = await openGate({ policy: { thresholds: { ask: { agent: 90 } } } });
    const { verdict } = await bench.gate.judge({
      definition: { steps: [{ run: 'risk 50' }, { run: 'ask risk 10' }] },
      params: {},
      cause: BY_AGENT,
    });
    expect(verdict).toMatchObject({ asker: 'agent', threshold: 90, decision: 'ask', confinement: 'paths' });
    expect(verdict.reasons.map(({ rule }) => rule)).toEqual(['ask', 'risk', 'risk']);
    expect(verdict.score).toBe(60);
  });

  it('may be denied by the score alone, where the policy says so', async () => {
    await using bench = await openGate({ policy: { thresholds: { deny: { agent: 50 } } } });
    const { verdict } = await bench.gate.judge({
      definition: shellTask('risk 50'),
      params: {},
      cause: BY_AGENT,
    });
    expect(verdict.decision).toBe('deny');
  });

  it('asks outside of the hours of an asker', async () => {
    const policy = { hours: { agent: [{ from: '08:00', to: '18:00', tz: 'UTC' }] } };
    await using bench = await openGate({ policy });
    const judge = async () =>
      (await bench.gate.judge({ definition: shellTask('echo'), params: {}, cause: BY_AGENT })).verdict;
    expect(await judge()).toMatchObject({ decision: 'ask', reasons: [{ rule: 'hours' }] });
    bench.clock.jump(9 * 3_600_000);
    expect((await judge()).decision).toBe('allow');
  });

  it('asks where it should be confined and cannot be; unconfined work does not mind', async () => {
    await using bench = await openGate();
    bench.state.noSandbox = 'bubblewrap is not installed';
    const judge = async (cause: typeof BY_PERSON, confine?: 'read-only') =>
      (
        await bench.gate.judge({
          definition: shellTask('echo', confine ? { confine } : {}),
          params: {},
          cause,
        })
      ).verdict.decision;
    expect(await judge(BY_AGENT)).toBe('ask');
    expect(await judge(BY_PERSON)).toBe('allow');
    expect(await judge(BY_PERSON, 'read-only')).toBe('ask');
  });

  it('counts parameters from a webhook', async () => {
    await using bench = await openGate();
    const cause = { kind: 'webhook', by: 'schedule' } as const;
    const { verdict } = await bench.gate.judge({ definition: shellTask('echo'), params: { a: 'b' }, cause });
    expect(verdict.reasons).toEqual([expect.objectContaining({ rule: 'webhook', points: 15 })]);
  });
});

describe('the hash', () => {
  const hashOf = async (
    bench: Awaited<ReturnType<typeof openGate>>,
    change: Parameters<typeof shellTask>[1] = {},
    params = {},
  ) =>
    (await bench.gate.judge({ definition: shellTask('echo $PARAM_A', change), params, cause: BY_PERSON }))
      .verdict.hash;

  it('is of exactly what will run', async () => {
    await using bench = await openGate();
    const plain = await hashOf(bench);
    expect(await hashOf(bench)).toBe(plain);
    // What it is called, when it is due and who asks changes nothing of what runs.
    expect(await hashOf(bench, { title: 'another', triggers: [{ every: 60_000 }] })).toBe(plain);
    const changes = [
      await hashOf(bench, { steps: [{ run: 'echo $PARAM_A ' }] }),
      await hashOf(bench, { steps: [{ argv: ['echo $PARAM_A'] }] }),
      await hashOf(bench, {}, { a: 1 }),
      await hashOf(bench, { env: { A: 'b' } }),
      await hashOf(bench, { cwd: '/tmp' }),
      await hashOf(bench, { confine: 'paths' }),
      await hashOf(bench, { limits: { cpu: 1 } }),
      await hashOf(bench, { checks: [{ run: 'rm x' }] }),
      await hashOf(bench, { steps: [{ run: 'echo $PARAM_A', env: { A: 'b' } }] }),
      await hashOf(bench, { steps: [{ run: 'echo $PARAM_A', timeout: 1 }] }),
    ];
    bench.state.file = 'b'.repeat(64);
    changes.push(await hashOf(bench));
    expect(new Set([plain, ...changes]).size).toBe(changes.length + 1);
  });

  it('is written out for people, line by line', async () => {
    await using bench = await openGate();
    const { work } = await bench.gate.judge({
      task: 'a',
      definition: { steps: [{ run: 'echo one\necho two\n' }], params: { n: { type: 'number' } } },
      params: { n: 1 },
      cause: BY_AGENT,
    });
    expect(work).toContain('task: a\n');
    expect(work).toContain('    run: |\n      echo one\n      echo two\n');
    expect(work).toContain('params:\n  n: 1\n');
    expect(work).toContain(`/work/script.sh: ${'a'.repeat(64)}`);
    expect(work).toContain('level: paths');
  });
});

it('never denies less for more reasons', () => {
  const reason = fc.record({
    rule: fc.constant('r'),
    text: fc.constant('t'),
    points: fc.integer({ min: 0, max: 100 }),
    effect: fc.option(fc.constantFrom('ask' as const, 'deny' as const), { nil: undefined }),
  });
  const rank = { allow: 0, ask: 1, deny: 2 };
  fc.assert(
    fc.property(fc.array(reason), reason, fc.nat(100), fc.nat(100), (reasons, one, score, more) => {
      const thresholds = { ask: 40, deny: 101 };
      const before = decide(reasons, score, thresholds);
      const after = decide([...reasons, one], Math.min(100, score + more), thresholds);
      expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
    }),
  );
});

it('takes the stricter of two levels', () => {
  const level = fc.constantFrom(...CONFINEMENT_LEVELS);
  fc.assert(
    fc.property(level, level, (a, b) => {
      const index = (one: typeof a) => CONFINEMENT_LEVELS.indexOf(one);
      expect(index(stricter(a, b))).toBe(Math.max(index(a), index(b)));
    }),
  );
});
