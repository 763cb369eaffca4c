/** What launchd says of a job, with no guess where it does not say. */
import { realpath } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Launchctl } from '../launchctl/launchctl.ts';
import { explainLaunchctlCode, formatLaunchctlCode } from '../launchctl/launchctl-codes.ts';
import { readPrint, type PrintedService } from '../launchctl/read-print.ts';
import { readPrintDisabled } from '../launchctl/read-print-disabled.ts';

const NO_SUCH_SERVICE = 113;

export class LaunchdView {
  readonly #launchctl: Launchctl;

  constructor(launchctl: Launchctl) {
    this.#launchctl = launchctl;
  }

  /**
   * @returns undefined where it is not loaded
   * @throws LukaError launchctl_failed, launchctl_silent, launchd_absent
   */
  async service(domain: string, label: string): Promise<PrintedService | undefined> {
    const args = ['print', `${domain}/${label}`];
    const { code, out } = await this.#launchctl.run(args);
    if (code === NO_SUCH_SERVICE) return undefined;
    const print = code === 0 ? readPrint(out) : undefined;
    if (print) return print;
    throw unclear(args, code);
  }

  /**
   * By launchd's store alone.
   * @returns undefined where the store does not know the label
   * @throws LukaError launchctl_failed, launchctl_silent, launchd_absent
   */
  async storedDisabled(domain: string, label: string): Promise<boolean | undefined> {
    const args = ['print-disabled', domain];
    const { code, out } = await this.#launchctl.run(args);
    if (code !== 0) throw unclear(args, code);
    return readPrintDisabled(out).get(label);
  }
}

function unclear(args: readonly string[], code: number): LukaError {
  const { meaning, remedy } = explainLaunchctlCode(code);
  return new LukaError('launchctl_failed', {
    message: `"launchctl ${args.join(' ')}" ended with ${formatLaunchctlCode(code)} (${meaning})`,
    remedy,
  });
}

/** Whether it was let go, and its process has yet to end. */
export function isLeaving({ state }: PrintedService): boolean {
  return state !== undefined && /^SIG(?:TERM|KILL)ed$/.test(state);
}

/** Whether launchd loaded it from that file. launchd tells paths with their links resolved. */
export async function isLoadedFrom(print: PrintedService, path: string): Promise<boolean> {
  if (print.path === undefined || print.path === path) return true;
  const [told, asked] = await Promise.all([print.path, path].map((one) => realpath(one).catch(() => one)));
  return told === asked;
}
