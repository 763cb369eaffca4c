/** `luka mcp` and `luka connect`: real processes, and clients of different authors over stdin and stdout. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as OtherStdio } from '@ai-sdk/mcp/mcp-stdio';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { parse as parseToml } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CALLS,
  checkAnswer,
  checkHostile,
  INSPECTOR,
  MODULE,
  plantAgent,
  TASK_FILES,
  type Known,
  type Told,
} from '#runtime/mcp/testing.ts';
import type { PolicyView } from '#shared/http/safety.ts';
import { LukaBench } from './spawn-luka.ts';

const ENTRY = fileURLToPath(new URL('./luka.ts', import.meta.url));
let bench: LukaBench;
let launchd: Awaited<ReturnType<typeof plantAgent>>;
let tokenFile: string;
let env: Record<string, string>;

beforeAll(async () => {
  bench = await LukaBench.create();
  const tasks = join(bench.home, 'tasks');
  await mkdir(tasks, { recursive: true, mode: 0o700 });
  await chmod(bench.home, 0o700);
  await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
  await writeFile(join(bench.home, 'policy.yaml'), 'confinement: { agent: off }\n');
  await writeFile(join(tasks, 'system-report.yaml'), 'steps:\n  - run: echo report\n');
  for (const [name, text] of Object.entries(TASK_FILES)) await writeFile(join(tasks, name), text);
  launchd = await plantAgent(bench.file(''));
  bench.env = { ...launchd.env };
  await bench.up();
  bench.env = {};
  const made = await bench.json<{ tokenFile: string }>('connect', 'codex');
  tokenFile = made.tokenFile;
  env = {
    PATH: process.env['PATH'] ?? '',
    HOME: bench.file(''),
    LUKA_HOME: bench.home,
    LUKA_TOKEN_FILE: tokenFile,
  };
});
afterAll(async () => {
  await launchd.stop();
  await bench.end();
});

/** A client of the protocol itself. @param as whose token, as `luka mcp` is told of it */
async function start(mode: 'auto' | 'legacy', as: Readonly<Record<string, string>> = env): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [ENTRY, 'mcp'],
      env: { ...as },
      stderr: 'ignore',
    }),
  );
  return client;
}

describe('every tool over stdio', () => {
  it.each(['auto', 'legacy'] as const)(
    'by the client of the protocol itself (%s)',
    async (mode) => {
      const client = await start(mode);
      const known: Known = {};
      for (const call of CALLS)
        checkAnswer(call, known, await client.callTool({ name: call.tool, arguments: call.input(known) }));
      await client.close();
    },
    90_000,
  );

  it('by another client', async () => {
    const client = await createMCPClient({
      transport: new OtherStdio({ command: process.execPath, args: [ENTRY, 'mcp'], env, stderr: 'ignore' }),
    });
    const known: Known = {};
    const tools = await client.tools();
    for (const call of CALLS) {
      const options = { messages: [], toolCallId: call.tool, context: {} };
      checkAnswer(call, known, (await tools[call.tool]?.execute?.(call.input(known), options)) as Told);
    }
    await client.close();
  }, 60_000);

  it('by the command line of the inspector', async () => {
    const config = bench.file('inspector.json');
    await writeFile(
      config,
      JSON.stringify({ mcpServers: { luka: { command: process.execPath, args: [ENTRY, 'mcp'], env } } }),
    );
    const known: Known = {};
    for (const call of CALLS) {
      const words = Object.entries(call.input(known)).flatMap(([name, value]) => [
        '--tool-arg',
        `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      ]);
      const out = await inspect(config, '--method', 'tools/call', '--tool-name', call.tool, ...words);
      checkAnswer(call, known, JSON.parse(out) as Told);
    }
  }, 300_000);

  it.each(['auto', 'legacy'] as const)(
    'refuses what an agent may not, and what is no call, by its code (%s)',
    async (mode) => {
      const client = await start(mode);
      await client.callTool({ name: 'stage_module', arguments: { module: 'greeter', text: MODULE } });
      await checkHostile((call) => client.callTool(call));
      await client.close();
    },
    30_000,
  );

  it('deploys a module that waits, where the token is the person’s', async () => {
    const client = await start('auto', { ...env, LUKA_TOKEN_FILE: join(bench.home, 'token') });
    const staged = await client.callTool({
      name: 'stage_module',
      arguments: { module: 'deployed', text: MODULE },
    });
    const { hash } = staged.structuredContent as { hash: string };
    const { structuredContent } = await client.callTool({
      name: 'deploy_module',
      arguments: { module: 'deployed', hash },
    });
    expect(structuredContent).toEqual({ outcome: 'switched', release: 1, hash });
    await client.close();
  }, 30_000);

  it('tells a client that subscribed of a run that changed, and others nothing', async () => {
    const client = await start('legacy');
    const updated = new Set<string>();
    client.setNotificationHandler(
      'notifications/resources/updated',
      ({ params }) => void updated.add(params.uri),
    );
    const started = async () => {
      const { structuredContent } = await client.callTool({ name: 'run_task', arguments: { task: 'long' } });
      return (structuredContent as { run: number }).run;
    };
    const [followed, other] = [await started(), await started()];
    await client.subscribeResource({ uri: `luka://runs/${followed}` });
    for (const run of [other, followed]) await client.callTool({ name: 'cancel_run', arguments: { run } });
    await expect.poll(() => [...updated], { timeout: 10_000 }).toEqual([`luka://runs/${followed}`]);
    await client.close();
  }, 30_000);

  it('ends with the client, and writes nothing but the protocol', async () => {
    const { code, out } = await promisifiedEnd();
    expect(code).toBe(0);
    expect(out).toBe('');
  });
});

async function promisifiedEnd(): Promise<{ code: number | null; out: string }> {
  bench.env = { LUKA_TOKEN_FILE: tokenFile };
  const { code, out } = await bench.give('', 'mcp');
  bench.env = {};
  return { code, out };
}

async function inspect(config: string, ...words: string[]): Promise<string> {
  try {
    const all = ['--cli', '--config', config, '--server', 'luka', ...words];
    return (await promisify(execFile)(process.execPath, [INSPECTOR, ...all])).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    if (stdout.trim() === '') throw new Error(`the inspector said: ${stderr}`, { cause: error });
    return stdout;
  }
}

describe('without a token of a client', () => {
  it('nothing is served: the person’s own is never used', async () => {
    const { code, err, out } = await bench.run('mcp');
    expect([code, out]).toEqual([77, '']);
    expect(err).toMatch(/^mcp_token_missing: .*; run: luka connect codex/);
  });

  it('whose file is gone, the file is named', async () => {
    bench.env = { LUKA_TOKEN_FILE: bench.file('gone.token') };
    const { err } = await bench.run('mcp');
    bench.env = {};
    expect(err).toContain(bench.file('gone.token'));
  });
});

describe('luka connect', () => {
  it('makes a client that cannot approve, with a token that only the person can read', async () => {
    const policy = await bench.json<PolicyView>('policy');
    expect(policy.paused).toBe(false);
    const { client } = await bench.json<{ client: { scopes: string[] } }>('connect', 'codex');
    expect(client.scopes).toEqual(['context:read', 'memory:write', 'automation:execute']);
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  });

  it('uses the client again that it made before, and makes another where the token is lost', async () => {
    const first = await bench.json<{ client: { id: number }; tokenFile: string }>('connect', 'cursor');
    const second = await bench.json<{ client: { id: number } }>('connect', 'cursor');
    expect(second.client.id).toBe(first.client.id);
    await promisify(execFile)('rm', [first.tokenFile]);
    const third = await bench.json<{ client: { id: number } }>('connect', 'cursor');
    expect(third.client.id).not.toBe(first.client.id);
  });

  it('adds Luka to Codex’s configuration and keeps every other line; again, nothing changes', async () => {
    const file = bench.file('.codex/config.toml');
    await mkdir(dirname(file), { recursive: true });
    const before =
      '# mine\nmodel = "o9"\n\n[mcp_servers.other]\ncommand = "x" # stays\n\n[tui]\ntheme = "dark"\n';
    await writeFile(file, before);
    const { written } = await bench.json<{ written: { backup: string } }>('connect', 'codex', '--write');
    expect(await readFile(written.backup, 'utf8')).toBe(before);
    const after = await readFile(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    const table = (parseToml(after)['mcp_servers'] as Record<string, Record<string, unknown>>)['luka'];
    expect(table).toMatchObject({
      args: [ENTRY, 'mcp'],
      env: { LUKA_TOKEN_FILE: tokenFile, LUKA_HOME: bench.home },
    });
    const again = await bench.json<{ written: unknown }>('connect', 'codex', '--write');
    expect(again.written).toEqual({ changed: false });
    expect(await readFile(file, 'utf8')).toBe(after);
  });

  it('what it writes works: an agent that starts Luka so is answered', async () => {
    const file = bench.file('.claude.json');
    await writeFile(file, '{\n    "numStartups": 3,\n    "mcpServers": { "other": { "command": "x" } }\n}\n');
    await bench.json('connect', 'claude', '--write');
    const config = JSON.parse(await readFile(file, 'utf8')) as {
      numStartups: number;
      mcpServers: Record<string, { command: string; args: string[]; env: Record<string, string> }>;
    };
    expect(config).toMatchObject({ numStartups: 3, mcpServers: { other: { command: 'x' } } });
    const { luka } = config.mcpServers;
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({
        ...luka!,
        env: { PATH: process.env['PATH'] ?? '', ...luka!.env },
        stderr: 'ignore',
      }),
    );
    expect((await client.callTool({ name: 'status', arguments: {} })).isError ?? false).toBe(false);
    await client.close();
  }, 20_000);

  it('leaves a configuration alone that it cannot read', async () => {
    const file = bench.file('.cursor/mcp.json');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{ broken');
    const { code, err } = await bench.run('connect', 'cursor', '--write');
    expect([code, err]).toEqual([
      65,
      expect.stringMatching(/connect_unreadable: .*mcp\.json is not valid JSON/),
    ]);
    expect(await readFile(file, 'utf8')).toBe('{ broken');
  });
});
