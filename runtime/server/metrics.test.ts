/** `/metrics` over the real port, held against Prometheus' own checker where it is installed. */
import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDone } from '#shared/nouns/run.ts';
import { send, startLuka } from './testing.ts';

let luka: Awaited<ReturnType<typeof startLuka>>;

beforeAll(async () => {
  luka = await startLuka({}, async (layout) => {
    await writeFile(join(layout.tasks, 'good.yaml'), 'steps:\n  - run: echo ok\n');
    await writeFile(join(layout.tasks, 'bad.yaml'), 'steps:\n  - run: exit 3\n');
  });
});
afterAll(() => luka[Symbol.asyncDispose]());

async function scrape(headers: Record<string, string> = { authorization: `Bearer ${luka.token}` }) {
  return send(luka.apiUrl, { path: '/metrics', headers });
}

async function ended(task: string): Promise<void> {
  const { id } = await luka.client.runTask({ params: { task }, body: {} });
  await expect
    .poll(async () => isDone((await luka.client.getRun({ params: { run: id } })).state), { timeout: 20_000 })
    .toBe(true);
}

/** Values by series. */
function seriesOf(text: string): Map<string, number> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))] as const;
      }),
  );
}

describe('metrics', () => {
  it('count runs by task and end, how long they took and waited, and what waits now', async () => {
    await ended('good');
    await ended('good');
    await ended('bad');
    const { status, headers, body } = await scrape();
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const series = seriesOf(body);
    expect(series.get('luka_runs_total{task="good",state="succeeded"}')).toBe(2);
    expect(series.get('luka_runs_total{task="bad",state="failed"}')).toBe(1);
    expect(series.get('luka_run_duration_seconds_count{task="good"}')).toBe(2);
    expect(series.get('luka_queue_wait_seconds_count')).toBe(3);
    expect(series.get('luka_runs_active{state="queued"}')).toBe(0);
    expect(series.get('luka_file_bytes{file="ledger"}')).toBeGreaterThan(10_000);
    expect(series.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(series.get('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  });

  it('tell of holds, of what logs take, of traces, and of files that are not there yet', async () => {
    const hold = await luka.client.keepAwake({ body: {} });
    await expect
      .poll(async () => seriesOf((await scrape()).body).get('luka_run_logs'), { timeout: 20_000 })
      .toBe(3);
    const series = seriesOf((await scrape()).body);
    expect(series.get('luka_run_log_bytes')).toBeGreaterThan(4);
    expect(series.get('luka_traces_total{outcome="sent"}')).toBe(0);
    expect(series.get('luka_file_bytes{file="telemetry"}')).toBeGreaterThanOrEqual(0);
    expect(series.get('luka_file_bytes{file="ledger_wal"}')).toBeGreaterThan(0);
    const holds = [...series].filter(([name]) => name.startsWith('luka_holds{'));
    expect(holds.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(1);
    await luka.client.releaseHold({ params: { hold: hold.id } });
  });

  it('tell how long answers took, by the pattern of their address and never by the address', async () => {
    await luka.client.getRun({ params: { run: 1 } });
    await send(luka.apiUrl, { path: '/no/such/thing', headers: { authorization: `Bearer ${luka.token}` } });
    const { body } = await scrape();
    expect(body).toContain(
      'luka_http_request_duration_seconds_count{method="GET",route="/api/v1/runs/:run",status="200"}',
    );
    expect(body).toContain('route="none",status="404"');
    expect(body).not.toContain('/no/such/thing');
  });

  it('are for those who may read, and for nobody without a token', async () => {
    expect((await scrape({})).code).toBe('token_missing');
    const { token } = await luka.client.createClient({
      body: { name: 'prometheus', role: 'codex', scopes: ['context:read'] },
    });
    expect((await scrape({ authorization: `Bearer ${token}` })).status).toBe(200);
    const other = await luka.client.createClient({
      body: { name: 'writer', role: 'codex', scopes: ['memory:write'] },
    });
    expect((await scrape({ authorization: `Bearer ${other.token}` })).code).toBe('scope_missing');
  });

  it('are of a form that other tools read', async () => {
    const { body } = await scrape();
    expect(body).not.toMatch(/^# TYPE \w+_total (?!counter$)/m);
    expect(body).toMatch(/^# TYPE nodejs_active_resources gauge$/m);
    for (const line of body.split('\n').filter((one) => one !== '' && !one.startsWith('#')))
      expect(line).toMatch(
        /^[a-z_][a-z_0-9]*(\{([a-z_]+="([^"\\\n]|\\.)*"(,|(?=\})))+\})? (-?[\d.]+(e[+-]?\d+)?|\+Inf|NaN)$/i,
      );
  });

  it.skipIf(spawnSync('promtool', ['--version']).error !== undefined)(
    'pass the rules of promtool',
    async () => {
      const { body } = await scrape();
      const child = execFile('promtool', ['check', 'metrics']);
      child.stdin?.end(body);
      let said = '';
      child.stderr?.on('data', (chunk: string) => (said += chunk));
      child.stdout?.on('data', (chunk: string) => (said += chunk));
      const code = await new Promise((resolve) => child.once('close', resolve));
      expect([code, said]).toEqual([0, '']);
    },
  );
});
