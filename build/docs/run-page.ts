/** For tests: does what a page says. Its shell blocks are run in turn, its task files are saved, its outputs are looked for. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type LukaClient } from '#cli/connect.ts';
import { collect, type LukaBench } from '#cli/spawn-luka.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { ROOT, type CodeBlock } from './pages.ts';

/** How long Luka may take to see a file that was saved. */
const SEEN_MS = 20_000;

export class PageRunner {
  readonly #bench: LukaBench;
  readonly #client: LukaClient;
  #printed = '';

  private constructor(bench: LukaBench, client: LukaClient) {
    this.#bench = bench;
    this.#client = client;
  }

  /** @param bench with a Luka that is up */
  static async create(bench: LukaBench): Promise<PageRunner> {
    const bin = bench.file('bin');
    await mkdir(bin, { recursive: true });
    const entry = join(ROOT, 'cli/luka.ts');
    await writeFile(join(bin, 'luka'), `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
    await chmod(join(bin, 'luka'), 0o755);
    return new PageRunner(bench, (await connect(bench.home)).client);
  }

  /** @throws Error that says what the page promised and what came */
  async follow(block: CodeBlock): Promise<void> {
    if (block.marks.includes('by-hand') || block.marks.includes('other')) return;
    if (block.language === 'sh') await this.#shell(block);
    else if (block.language === 'yaml') await this.save(block);
    else if (block.language === 'text') this.#compare(block);
  }

  async #shell({ text, marks, line }: CodeBlock): Promise<void> {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', text], {
      cwd: this.#bench.file('.'),
      env: {
        PATH: `${this.#bench.file('bin')}:${process.env['PATH']}`,
        HOME: this.#bench.file('.'),
        LUKA_HOME: this.#bench.home,
        USER: 'you',
        LANG: 'C.UTF-8',
        NODE_COMPILE_CACHE: this.#bench.file('cache'),
      },
    });
    child.stdin.end();
    const { code, out, err } = await collect(child);
    this.#printed = out + err;
    if ((code !== 0) !== marks.includes('fails'))
      throw new Error(`line ${line}: ended with ${code}\n${text}\n${this.#printed}`);
  }

  /** A task goes by the name in its first comment; Luka has seen it when this resolves. */
  async save({ text, line }: CodeBlock): Promise<string> {
    const name = /^# tasks\/(\S+\.yaml)/.exec(text)?.[1];
    if (name === undefined) throw new Error(`line ${line}: begin the block with: # tasks/<id>.yaml`);
    await writeFile(join(this.#bench.home, 'tasks', name), text);
    const hash = createHash('sha256').update(text).digest('hex');
    const task = basename(name, '.yaml');
    for (const end = performance.now() + SEEN_MS; performance.now() < end; await pause(100)) {
      const seen = await this.#client.getTask({ params: { task } }).catch((error: unknown) => {
        if (error instanceof LukaError && error.code === 'task_unknown') return undefined;
        throw error;
      });
      if (seen?.hash !== hash) continue;
      if (seen.state === 'ready') return task;
      throw new Error(`line ${line}: ${task} is ${seen.state}: ${JSON.stringify(seen.findings)}`);
    }
    throw new Error(`line ${line}: Luka has not seen ${name}`);
  }

  /** Line by line, in any place; `…` stands for anything. */
  #compare({ text, line }: CodeBlock): void {
    for (const wanted of text.split('\n')) {
      const pattern = wanted
        .split('…')
        .map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
        .map((part) => part.replaceAll(/\s+/g, String.raw`\s+`))
        .join('.*');
      if (!new RegExp(pattern).test(this.#printed))
        throw new Error(`line ${line}: "${wanted}" was not printed, but:\n${this.#printed}`);
    }
  }
}
