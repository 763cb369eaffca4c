/** For tests: a Luka with a coding agent's token, and clients of the protocol on its port. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Scope } from '#shared/nouns/role.ts';
import type { InstalledLaunchd } from '../launchd/standin/install.ts';
import { send, startLuka, type RawAnswer } from '../server/testing.ts';
import { plantAgent, TASK_FILES } from './testing.ts';

export interface ConnectOptions {
  /** A token; the coding agent's where left out. */
  readonly as?: string;
  readonly mode?: 'legacy' | 'auto';
}

export class McpBench {
  readonly luka: Awaited<ReturnType<typeof startLuka>>;
  /** Of a coding agent. */
  readonly token: string;

  readonly #person: string;
  readonly #launchd: InstalledLaunchd;

  private constructor(of: {
    luka: Awaited<ReturnType<typeof startLuka>>;
    token: string;
    person: string;
    launchd: InstalledLaunchd;
  }) {
    this.luka = of.luka;
    this.token = of.token;
    this.#person = of.person;
    this.#launchd = of.launchd;
  }

  static async start(): Promise<McpBench> {
    const person = await mkdtemp(join(tmpdir(), 'luka-mcp-'));
    const launchd = await plantAgent(person);
    const env = { ...process.env, HOME: person, ...launchd.env };
    const luka = await startLuka({ env }, async (layout) => {
      for (const [name, text] of Object.entries(TASK_FILES)) await writeFile(join(layout.tasks, name), text);
    });
    const { hash } = await luka.client.getPolicy();
    // What an agent asks for is let through here, unconfined: what is tested is the way to it.
    await luka.client.setPolicy({ body: { text: 'confinement: { agent: off }\n', hash } });
    const { token } = await luka.client.createClient({ body: { name: 'builder', role: 'codex' } });
    return new McpBench({ luka, token, person, launchd });
  }

  get url(): string {
    return `${this.luka.apiUrl}/mcp`;
  }

  async tokenOf(name: string, ...scopes: Scope[]): Promise<string> {
    return (await this.luka.client.createClient({ body: { name, role: 'codex', scopes } })).token;
  }

  async connect({ as, mode = 'auto' }: ConnectOptions = {}): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(this.url), {
        requestInit: { headers: { authorization: `Bearer ${as ?? this.token}` } },
      }),
    );
    return client;
  }

  /** Exactly these bytes, as a client of the protocol would send them. */
  post(body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
    return send(this.luka.apiUrl, {
      method: 'POST',
      path: '/mcp',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.luka[Symbol.asyncDispose]();
    await this.#launchd.stop();
    await rm(this.#person, { recursive: true, force: true, maxRetries: 3 });
  }
}
