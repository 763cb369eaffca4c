/** Luka as a job of launchd: a LaunchAgent of the person, or a LaunchDaemon that runs as the person. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import type { Launchctl, LaunchctlAnswer } from '../../launchd/launchctl/launchctl.ts';
import { readPrint } from '../../launchd/launchctl/read-print.ts';
import { lintPlist } from '../../launchd/lint/lint-plist.ts';
import type { MachineFacts } from '../../launchd/lint/facts.ts';
import type { PlistValue } from '../../launchd/plist/plist-value.ts';
import { writeXmlPlist } from '../../launchd/plist/write-xml-value.ts';
import type { ServiceKeeper, ServiceSpec, ServiceState } from './service-keeper.ts';

export const LAUNCHD_LABEL = 'com.02luka.luka';

export interface LaunchdServiceOptions {
  readonly launchctl: Launchctl;
  /** The plist's path, in a LaunchAgents or a LaunchDaemons folder. */
  readonly file: string;
  /** `gui/<uid>` or `system`. */
  readonly domain: string;
  /** The person it runs as; in the system's domain only. */
  readonly userName?: string | undefined;
  readonly facts: MachineFacts;
  /** How the plist is written and removed; as the person where left out. */
  readonly files?: PlistFiles | undefined;
  /** How long launchd may take to let go of it, or to take it, ms. */
  readonly patienceMs?: number | undefined;
}

export interface PlistFiles {
  write(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}

/** launchd has no such service: nothing to end (launchctl(1); 3 is ESRCH, 113 launchd's own). */
const NOT_THERE = new Set([3, 113]);
/** The one before is still on its way out: worth another try. */
const NOT_YET = new Set([5, 36, 37]);
const PAUSE_MS = 100;

const OWN_FILES: PlistFiles = {
  async write(file, text) {
    await mkdir(dirname(file), { recursive: true });
    // launchd takes no plist that others may write to; it need not be a secret.
    await replaceFile(file, text, 0o644);
  },
  remove: (file) => rm(file, { force: true }),
};

export class LaunchdService implements ServiceKeeper {
  readonly name: string;
  readonly file: string;
  readonly #options: LaunchdServiceOptions;
  readonly #target: string;

  constructor(options: LaunchdServiceOptions) {
    this.#options = options;
    this.file = options.file;
    this.name = `${LAUNCHD_LABEL} in ${options.domain}`;
    this.#target = `${options.domain}/${LAUNCHD_LABEL}`;
  }

  render({ argv, env, folder, out, err }: ServiceSpec): string {
    const { userName } = this.#options;
    return writeXmlPlist(
      dict({
        Label: text(LAUNCHD_LABEL),
        ...(userName === undefined ? {} : { UserName: text(userName) }),
        ProgramArguments: { kind: 'array', items: argv.map(text) },
        EnvironmentVariables: dict(
          Object.fromEntries(Object.entries(env).map(([name, value]) => [name, text(value)])),
        ),
        WorkingDirectory: text(folder),
        RunAtLoad: { kind: 'boolean', value: true },
        // Whoever says `luka down` means it; whatever else ends Luka is made good.
        KeepAlive: dict({ SuccessfulExit: { kind: 'boolean', value: false } }),
        ProcessType: text('Interactive'),
        // Runs get the time to end that they are promised.
        ExitTimeOut: { kind: 'integer', value: 30n },
        StandardOutPath: text(out),
        StandardErrorPath: text(err),
      }),
    );
  }

  async faults(plist: string): Promise<readonly string[]> {
    const findings = await lintPlist(Buffer.from(plist), this.file, this.#options.facts);
    return findings.map(
      ({ code, path, message }) => `${code}${path === undefined ? '' : ` (${path})`}: ${message}`,
    );
  }

  async read(): Promise<string | undefined> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  write(plist: string): Promise<void> {
    return (this.#options.files ?? OWN_FILES).write(this.file, plist);
  }

  remove(): Promise<void> {
    return (this.#options.files ?? OWN_FILES).remove(this.file);
  }

  async state(): Promise<ServiceState> {
    const answer = await this.#options.launchctl.run(['print', this.#target]);
    if (answer.code !== 0) return { loaded: false, note: `launchd does not know it (${answer.code})` };
    const { pid, state, lastExitCode, lastSignal } = readPrint(answer.out) ?? {};
    const end =
      lastSignal !== undefined
        ? `, last ended by signal ${lastSignal}`
        : lastExitCode !== undefined
          ? `, last exit ${lastExitCode}`
          : '';
    return { loaded: true, pid, note: `launchd says: ${state ?? 'nothing that can be read'}${end}` };
  }

  async stop(): Promise<void> {
    const answer = await this.#options.launchctl.run(['bootout', this.#target]);
    if (answer.code !== 0 && !NOT_THERE.has(answer.code) && !NOT_YET.has(answer.code))
      throw refused('bootout', answer);
    const gone = await this.#until(async () => !(await this.state()).loaded);
    if (!gone) throw new LukaError('deploy_failed', { message: `launchd does not let go of ${this.name}` });
  }

  async start(): Promise<void> {
    const { launchctl, domain } = this.#options;
    // Disabled labels are kept apart from the plists, and would outlive this one.
    const enabled = await launchctl.run(['enable', this.#target]);
    if (enabled.code !== 0) throw refused('enable', enabled);
    let answer: LaunchctlAnswer | undefined;
    const done = await this.#until(async () => {
      answer = await launchctl.run(['bootstrap', domain, this.file]);
      if (answer.code === 0) return true;
      if (!NOT_YET.has(answer.code)) throw refused('bootstrap', answer);
      return false;
    });
    if (!done && answer) throw refused('bootstrap', answer);
  }

  async #until(reached: () => Promise<boolean>): Promise<boolean> {
    const end = performance.now() + (this.#options.patienceMs ?? 35_000);
    for (let pause = PAUSE_MS; ; pause = Math.min(1_000, pause * 2)) {
      if (await reached()) return true;
      if (performance.now() > end) return false;
      await sleep(pause);
    }
  }
}

function refused(verb: string, { code, out, err }: LaunchctlAnswer): LukaError {
  const said = (err || out).trim();
  return new LukaError('deploy_failed', {
    message: `launchctl ${verb} ended with ${code}${said === '' ? '' : `: ${said}`}`,
  });
}

function text(value: string): PlistValue {
  return { kind: 'string', value };
}

function dict(values: Readonly<Record<string, PlistValue>>): PlistValue {
  return { kind: 'dict', entries: Object.entries(values).map(([key, value]) => ({ key, value })) };
}
