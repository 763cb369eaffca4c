/**
 * A hold that is a program: as long as the program lives, the machine stays awake. Its stdin is a pipe of ours, which the
 * system closes when we are gone, however we went; and it is told our pid.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { hasCode } from '../../home/atomic-file.ts';
import type { Grip } from './ports.ts';

/** What it said on stderr is told up to this. */
const MOST_SAID = 400;

export interface ChildGripOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** It could not be started, or ended although nobody let go. @param why in words */
  readonly onEnd: (why: string) => void;
  /** It does what it is for: it was started, or said so on stdout where `says` is given. */
  readonly onHeld?: (() => void) | undefined;
  readonly says?: string | undefined;
}

export class ChildGrip implements Grip {
  readonly #child: ChildProcess;
  #released = false;
  /** Resolves when the program is gone. */
  readonly gone: Promise<void>;

  constructor({ program, args, env, onEnd, onHeld, says }: ChildGripOptions) {
    const child = (this.#child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] }));
    let said = '';
    let out = '';
    // A pipe that breaks is the end of the program, and that is told by its own event.
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, MOST_SAID);
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (says === undefined || out.includes(says)) return;
      out = (out + text).slice(-MOST_SAID);
      if (out.includes(says)) onHeld?.();
    });
    if (says === undefined) child.once('spawn', () => onHeld?.());
    this.gone = new Promise((resolve) => {
      let over = false;
      const end = (why: string): void => {
        if (over) return;
        over = true;
        resolve();
        if (!this.#released) onEnd(why);
      };
      child.once('error', (error) =>
        end(
          hasCode(error, 'ENOENT')
            ? `${program} is not there`
            : `${program} cannot be started: ${error.message}`,
        ),
      );
      child.once('close', (code, signal) => {
        const how = signal === null ? `with ${code}` : `by ${signal}`;
        end(`${program} ended ${how}${said.trim() === '' ? '' : `: ${said.trim()}`}`);
      });
    });
    // Luka may end while it is held.
    child.unref();
    for (const pipe of [child.stdin, child.stdout, child.stderr])
      (pipe as unknown as { unref?: () => void }).unref?.();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#child.stdin?.destroy();
    this.#child.kill('SIGTERM');
  }
}
