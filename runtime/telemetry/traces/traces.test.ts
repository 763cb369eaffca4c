/** Traces of real runs of a whole Luka, at a collector that reads them by the schema of the protocol. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDone } from '#shared/nouns/run.ts';
import { startLuka } from '../../server/testing.ts';
import { collector, plain } from './testing.ts';

const PATIENCE = { timeout: 60_000 };
const LONG = 120_000;

const TASKS: Readonly<Record<string, string>> = {
  good: 'steps:\n  - id: say\n    run: echo "$TRACEPARENT"\n  - run: echo two\nchecks:\n  - exitCode: 0\n',
  retried: 'retry: { times: 1, delay: 0 }\nsteps:\n  - run: echo "$TRACEPARENT"; exit 3\n',
  next: 'triggers:\n  - after: good\nsteps:\n  - run: "true"\n',
};

async function luka(endpoint: string | undefined) {
  const it = await startLuka({}, async (layout) => {
    for (const [id, text] of Object.entries(TASKS)) await writeFile(join(layout.tasks, `${id}.yaml`), text);
    if (endpoint !== undefined)
      await writeFile(layout.settings, JSON.stringify({ otlp: { endpoint } }), { mode: 0o600 });
  });
  return Object.assign(it, {
    async ran(task: string): Promise<number> {
      const { id } = await it.client.runTask({ params: { task }, body: {} });
      await expect
        .poll(async () => isDone((await it.client.getRun({ params: { run: id } })).state), PATIENCE)
        .toBe(true);
      return id;
    },
    async said(run: number): Promise<string> {
      const { entries } = await it.engine.runs.readLog(run, { from: 0, limit: 10_000 });
      return entries.map(({ text }) => text).join('');
    },
  });
}

describe('traces', () => {
  it(
    'of runs arrive whole: trigger, gate, queue, attempts, steps, checks; with links; and steps know where theirs belong',
    async () => {
      await using at = await collector();
      await using it = await luka(at.endpoint);
      const good = await it.ran('good');
      await expect.poll(() => at.named('run next').length, PATIENCE).toBe(1);
      const retried = await it.ran('retried');
      await expect.poll(() => at.named('run retried').length, PATIENCE).toBe(1);
      expect(at.faults).toEqual([]);
      expect(at.resources[0]).toMatchObject({
        'service.name': 'luka',
        'service.instance.id': it.layout.root,
      });

      const [root] = at.named('run good');
      const own = at.spans.filter(({ traceId }) => traceId === root?.traceId);
      expect(own.map(({ name }) => name).toSorted()).toEqual(
        [
          'attempt 1',
          'checks',
          'gate',
          'queue',
          'run good',
          'step 2',
          'step say',
          'trigger manual',
        ].toSorted(),
      );
      expect(new Set(own.map(({ spanId }) => spanId)).size).toBe(own.length);
      const attempt = own.find(({ name }) => name === 'attempt 1');
      const parents = Object.fromEntries(own.map(({ name, parentSpanId }) => [name, parentSpanId]));
      expect(parents).toMatchObject({
        'run good': undefined,
        queue: root?.spanId,
        'step say': attempt?.spanId,
        checks: attempt?.spanId,
      });
      expect(plain(root!.attributes)).toMatchObject({
        'luka.run.id': String(good),
        'luka.run.state': 'succeeded',
        'luka.task': 'good',
      });
      expect(root?.status).toEqual({ code: 1 });
      expect(own.find(({ name }) => name === 'checks')?.events).toHaveLength(1);
      // Nothing of a child is outside of the run.
      for (const { startTimeUnixNano, endTimeUnixNano } of own) {
        expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root!.startTimeUnixNano));
        expect(BigInt(endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root!.endTimeUnixNano));
      }
      // What the step was told is its own span, as it arrived later.
      const step = own.find(({ name }) => name === 'step say');
      expect(await it.said(good)).toContain(`00-${root?.traceId}-${step?.spanId}-01`);

      expect(at.named('run next')[0]?.links).toEqual([
        expect.objectContaining({ traceId: root?.traceId, spanId: root?.spanId }),
      ]);
      const [failed] = at.named('run retried');
      expect(failed?.status).toMatchObject({ code: 2 });
      expect(plain(failed!.attributes)).toMatchObject({
        'luka.attempts': '2',
        'luka.run.id': String(retried),
      });
      const tries = at.spans.filter(
        ({ traceId, name }) => traceId === failed?.traceId && name.startsWith('attempt'),
      );
      expect(tries.map(({ links }) => links.map(({ spanId }) => spanId))).toEqual([[], [tries[0]?.spanId]]);
    },
    LONG,
  );

  it(
    'are of nobody where no collector is set, and steps are told nothing',
    async () => {
      await using it = await luka(undefined);
      const run = await it.ran('good');
      expect(await it.said(run)).not.toContain('00-');
      await expect(
        it.client.updateSettings({ body: { otlp: { endpoint: 'http://collector.example:4318' } } }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/invalid/) });
      // One that is set while Luka runs is told of what ends from then on.
      await using at = await collector();
      await it.client.updateSettings({ body: { otlp: { endpoint: at.endpoint } } });
      const second = await it.ran('good');
      await expect.poll(() => at.named('run good').length, PATIENCE).toBe(1);
      expect(plain(at.named('run good')[0]!.attributes)['luka.run.id']).toBe(String(second));
    },
    LONG,
  );
});
