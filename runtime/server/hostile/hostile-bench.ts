/** For tests: a whole Luka with something to steal and something to start, and proof that neither happened. */
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS, type ErrorCode } from '#shared/errors/catalogue.ts';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';
import { temporaryFolder } from '../../testing.ts';
import { startLuka } from '../testing.ts';
import { bytesOf, exchange, type Answer, type Headers, type RawRequest } from './raw-http.ts';

/** In a file outside of the UI's folder, in the home's token and nowhere else. */
export const OUTSIDE = 'this lies outside of the UI';

export type Which = 'api' | 'ui';
export const PORTS: readonly Which[] = ['api', 'ui'];
export type Kind = 'json' | 'mutation' | 'stream' | 'page' | 'asset';
/** One address of each kind. What is a page is only on the UI's port. */
export const TARGETS: readonly (readonly [which: Which, kind: Kind])[] = [
  ...PORTS.flatMap((which) =>
    (['json', 'mutation', 'stream'] as const).map((kind) => [which, kind] as const),
  ),
  ['ui', 'page'],
  ['ui', 'asset'],
];

const PATHS = {
  json: '/api/v1/runs',
  mutation: '/api/v1/tasks/prey/runs',
  stream: '/api/v1/events',
  page: '/tasks',
  asset: '/assets/app-1234.js',
} as const satisfies Record<Kind, string>;

export interface Change {
  readonly method?: string;
  readonly target?: string;
  /** In place of those of the same name; null leaves it out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Besides all others, at the end. */
  readonly extra?: Headers;
  readonly body?: string | Buffer | undefined;
}

/**
 * Files that come and go by themselves: the ledger's own with its checkpoints, those of what is read and counted, the log,
 * and the head of the audit, which has a row of every refusal.
 */
const OWN_FILES =
  /^(luka\.(db-(wal|shm)|log)|audit\.head.*|knowledge\.db.*|exports.*|telemetry\.db.*|telemetry(\/.*)?)$/;

export class HostileBench {
  readonly luka: Awaited<ReturnType<typeof startLuka>>;
  readonly uiRoot: string;
  readonly #folder: AsyncDisposable;
  readonly #caught: string;

  private constructor(
    luka: Awaited<ReturnType<typeof startLuka>>,
    place: { folder: AsyncDisposable; uiRoot: string; caught: string },
  ) {
    this.luka = luka;
    this.uiRoot = place.uiRoot;
    this.#folder = place.folder;
    this.#caught = place.caught;
  }

  static async start(prepare?: (uiRoot: string) => Promise<void>): Promise<HostileBench> {
    const folder = await temporaryFolder();
    const uiRoot = join(folder.path, 'ui');
    const caught = join(folder.path, 'caught');
    await mkdir(join(uiRoot, 'assets'), { recursive: true });
    await writeFile(join(uiRoot, 'index.html'), '<!doctype html><title>Luka</title>');
    await writeFile(join(uiRoot, 'assets', 'app-1234.js'), 'export {}');
    await writeFile(join(uiRoot, '.hidden'), OUTSIDE);
    await writeFile(join(folder.path, 'outside.txt'), OUTSIDE);
    await prepare?.(uiRoot);
    const luka = await startLuka({ uiRoot }, ({ tasks }) =>
      writeFile(join(tasks, 'prey.yaml'), `steps:\n  - run: touch '${caught}'\n`),
    );
    assert.deepEqual(
      (await luka.client.listTasks()).tasks.map(({ id }) => id),
      ['prey'],
    );
    return new HostileBench(luka, { folder, uiRoot, caught });
  }

  async stop(): Promise<void> {
    await this.luka[Symbol.asyncDispose]();
    await this.#folder[Symbol.asyncDispose]();
  }

  urlOf(which: Which): string {
    return which === 'api' ? this.luka.apiUrl : this.luka.uiUrl;
  }

  portOf(which: Which): number {
    return Number(new URL(this.urlOf(which)).port);
  }

  /** A request that Luka's own page would send, which is right in every way, but for what is changed. */
  request(which: Which, kind: Kind, change: Change = {}): RawRequest {
    const body = 'body' in change ? change.body : kind === 'mutation' ? '{}' : undefined;
    const isPage = kind === 'page' || kind === 'asset';
    const headers: Record<string, string> = {
      host: new URL(this.urlOf(which)).host,
      origin: this.urlOf(which),
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': kind === 'page' ? 'navigate' : 'cors',
      'sec-fetch-dest': kind === 'page' ? 'document' : 'empty',
      ...(isPage ? {} : { authorization: `Bearer ${this.luka.token}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      connection: 'close',
    };
    const kept = Object.entries({ ...headers, ...change.headers }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    return {
      method: change.method ?? (kind === 'mutation' ? 'POST' : 'GET'),
      target: change.target ?? PATHS[kind],
      headers: [...kept, ...(change.extra ?? [])],
      body,
    };
  }

  async ask(which: Which, kind: Kind, change: Change = {}): Promise<readonly Answer[]> {
    return (await exchange(this.portOf(which), bytesOf(this.request(which, kind, change)))).answers;
  }

  /** Asks, and expects one refusal that says its code, and that nothing was done. */
  async refused(
    which: Which,
    kind: Kind,
    change: Change,
    code: ErrorCode | readonly ErrorCode[],
  ): Promise<Answer> {
    const before = await this.state();
    const answers = await this.ask(which, kind, change);
    const one = expectRefusal(answers, code);
    await this.expectState(before);
    return one;
  }

  /** All that a request could have changed. */
  async state(): Promise<object> {
    const { engine, layout } = this.luka;
    const files = await readdir(layout.root, { recursive: true });
    return {
      // The index is made, and Luka's own documents read, whenever that is due: nobody has to ask for it.
      events: engine.store.all<{ count: number }>(
        `select count(*) as count from events where type <> 'knowledge.changed'`,
      ),
      runs: engine.store.all<{ count: number }>('select count(*) as count from runs'),
      caught: existsSync(this.#caught),
      files: files.filter((name) => !OWN_FILES.test(name)).sort(),
      settings: existsSync(layout.settings) ? readFileSync(layout.settings, 'utf8') : '',
    };
  }

  async expectState(before: object): Promise<void> {
    assert.deepEqual(await this.state(), before);
  }

  /** Luka answers, and says nothing of a bug of its own. */
  async expectWell(): Promise<void> {
    for (const which of PORTS) {
      const [answer] = await this.ask(which, 'json');
      assert.equal(answer?.status, 200);
    }
    const log = readFileSync(this.luka.layout.log, 'utf8');
    assert.deepEqual(
      log.split('\n').filter((line) => /undeclared|"level":50/.test(line)),
      [],
    );
  }
}

/** One answer, of a code that the catalogue knows, with its status, and with every header that keeps pages out. */
export function expectRefusal(answers: readonly Answer[], code: ErrorCode | readonly ErrorCode[]): Answer {
  assert.deepEqual(
    answers.map((answer) => ({
      status: answer.status,
      isExpected: [code].flat().includes(answer.code as ErrorCode),
    })),
    [{ status: ERRORS[(answers[0]?.code ?? 'internal') as ErrorCode].http, isExpected: true }],
    `expected ${[code].flat().join(' or ')}, got ${JSON.stringify(answers)}`,
  );
  const one = answers[0]!;
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, 'cache-control': 'no-store' }))
    assert.equal(one.headers[name], value, name);
  assert.match(one.headers['content-type'] ?? '', /^application\/json/);
  expectNoCors(one);
  return one;
}

/** There is nothing that a browser would take for permission. */
export function expectNoCors(answer: Answer): void {
  assert.deepEqual(
    Object.keys(answer.headers).filter((name) => name.startsWith('access-control-')),
    [],
  );
}
