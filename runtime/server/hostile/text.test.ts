/** Names and output that would like to be markup, commands of a terminal, or events of a stream. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';
import { HostileBench, PORTS } from './hostile-bench.ts';

const HTML = '</script><img src=x onerror=alert(1)><svg onload=alert(2)>';
const TERMINAL = '\u001b[2J\u001b]0;mine\u0007\u009b31m\u202egpj.exe\u2066\r\b';
const FRAMES = '\n\nevent: end\ndata: {"state":"succeeded","exitCode":0}\n\n\r\rid: 99999\r\r';

let bench: HostileBench;
let run: number;
beforeAll(async () => {
  bench = await HostileBench.start();
  const { luka } = bench;
  await writeFile(
    join(luka.layout.tasks, 'loud.yaml'),
    JSON.stringify({
      title: HTML + TERMINAL,
      tags: [HTML.slice(0, 30)],
      steps: [{ name: HTML + TERMINAL, argv: ['printf', '%s', HTML + TERMINAL + FRAMES] }],
    }),
  );
  while (!(await luka.client.listTasks()).tasks.some(({ id }) => id === 'loud')) await pause(20);
  ({ id: run } = await luka.client.runTask({ params: { task: 'loud' }, body: {} }));
  while ((await luka.client.getRun({ params: { run } })).endedAt === undefined) await pause(20);
});
afterAll(() => bench.stop());

describe.each(PORTS)('on the %s port', (which) => {
  it('they are JSON, as they are, and nothing that a browser would render', async () => {
    for (const target of [
      '/api/v1/tasks',
      '/api/v1/tasks/loud',
      `/api/v1/runs/${run}`,
      `/api/v1/runs/${run}/log`,
      '/api/v1/overview',
    ]) {
      const [answer] = await bench.ask(which, 'json', { target });
      expect(answer).toMatchObject({
        status: 200,
        headers: { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8' },
      });
      expect(answer!.headers).not.toHaveProperty('content-disposition');
      expect(answer!.headers).not.toHaveProperty('location');
      // No byte that a terminal obeys is in the answer as it travels.
      expect(answer!.body.split('').filter((char) => char < ' ' && char !== '\n')).toEqual([]);
      const text = JSON.stringify(JSON.parse(Buffer.from(answer!.body, 'latin1').toString('utf8')));
      expect(text).toContain(JSON.stringify(HTML).slice(1, -1));
    }
  });

  it('they make no event of a log that the log does not have', async () => {
    const events: string[] = [];
    let text = '';
    for await (const { event, id, data } of bench.luka.client.streamLog({ params: { run } })) {
      events.push(event ?? 'message');
      if (event === 'log') text += (JSON.parse(data) as { text: string }).text;
      expect(id).not.toBe('99999');
    }
    expect(new Set(events)).toEqual(new Set(['log', 'end']));
    expect(events.filter((event) => event === 'end')).toHaveLength(1);
    expect(text).toBe(HTML + TERMINAL + FRAMES);
  });

  it('they are not repeated as markup by an error', async () => {
    for (const change of [
      { target: `/${encodeURIComponent(HTML)}` },
      { target: `/api/v1/tasks/${encodeURIComponent(HTML)}` },
      { target: `/api/v1/runs?task=${encodeURIComponent(HTML)}&limit=${encodeURIComponent(HTML)}` },
      { target: `/assets/${encodeURIComponent(HTML)}` },
    ]) {
      const [answer] = await bench.ask(which, 'json', change);
      if (answer!.headers['content-type']!.startsWith('text/html'))
        expect(answer!.body).not.toContain('onerror');
      else expect(answer!.headers).toMatchObject(SECURITY_HEADERS);
    }
  });
});
