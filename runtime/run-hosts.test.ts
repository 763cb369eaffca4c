import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openHome } from './home/open-home.ts';
import { run_manual } from './run-hosts.ts';
import { temporaryFolder } from './testing.ts';

async function homeWith(tasks: Record<string, string>) {
  const folder = await temporaryFolder();
  const home = join(folder.path, 'home');
  const layout = await openHome(home);
  // Not a new home any more: the samples stay out.
  await writeFile(layout.database, '');
  await mkdir(layout.tasks, { recursive: true });
  for (const [name, text] of Object.entries(tasks)) await writeFile(join(layout.tasks, `${name}.yaml`), text);
  return { home, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** A prompt with somebody who waits for each answer. */
function conversation() {
  const input = new PassThrough();
  const output = new PassThrough();
  let text = '';
  let wake: () => void = () => undefined;
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    wake();
  });
  return {
    input,
    output,
    async until(pattern: RegExp): Promise<string> {
      while (!pattern.test(text)) await new Promise<void>((resolve) => (wake = resolve));
      const all = text;
      text = '';
      return all;
    },
    say: (line: string) => input.write(`${line}\n`),
  };
}

describe('run_manual', () => {
  it('answers help, status, run and once, and ends with exit', async () => {
    await using folder = await homeWith({
      good: 'title: Good one\nsteps:\n  - run: echo good\n',
      bad: 'steps:\n  - run: exit 3\n',
      off: 'enabled: false\nsteps:\n  - run: echo never\n',
    });
    const talk = conversation();
    const ended = run_manual({
      home: folder.home,
      apiPort: 0,
      uiPort: 0,
      input: talk.input,
      output: talk.output,
    });
    expect(await talk.until(/luka> $/)).toMatch(
      /API http:\/\/127\.0\.0\.1:\d+\nUI {2}http:\/\/127\.0\.0\.1:\d+\nOpen http/,
    );
    talk.say('run good');
    expect(await talk.until(/luka> $/)).toContain('#1 Good one: succeeded');
    talk.say('run bad');
    expect(await talk.until(/luka> $/)).toContain('#2 bad: failed (step 1 (exit 3): ended with exit code 3)');
    talk.say('run nothing');
    expect(await talk.until(/luka> $/)).toContain('task_unknown: there is no task nothing; ');
    talk.say('once');
    const once = await talk.until(/#4[^\n]*\n.*luka> $/s);
    expect(once).toContain('Good one: succeeded');
    expect(once).not.toContain('off');
    talk.say('status');
    expect(await talk.until(/luka> $/)).toContain('0 running, 0 queued, 2 succeeded and 2 failed today');
    talk.say('dance');
    expect(await talk.until(/luka> $/)).toContain('there is no command dance');
    talk.say('help');
    expect(await talk.until(/luka> $/)).toContain('run <task>');
    talk.say('exit');
    expect(await ended).toBe(0);
  });

  it('ends when nobody is there to ask any more', async () => {
    await using folder = await homeWith({});
    const talk = conversation();
    const ended = run_manual({
      home: folder.home,
      apiPort: 0,
      uiPort: 0,
      input: talk.input,
      output: talk.output,
    });
    await talk.until(/luka> $/);
    talk.input.end();
    expect(await ended).toBe(0);
  });
});

describe('run_auto', () => {
  it('serves until a signal, then ends cleanly', async () => {
    await using folder = await homeWith({});
    const program = `import { run_auto } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      process.exitCode = await run_auto({ home: ${JSON.stringify(folder.home)}, apiPort: 0, uiPort: 0 });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (text.includes('Open ')) break;
    }
    const apiUrl = /API (\S+)/.exec(text)![1]!;
    expect(await (await fetch(`${apiUrl}/healthz`)).json()).toEqual({ ok: true });
    child.kill('SIGTERM');
    expect(
      await new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal]))),
    ).toEqual([0, null]);
  });
});
