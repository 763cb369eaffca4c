/** Luka as a service of the person's systemd, where there is one. */
import { constants } from 'node:fs';
import { access, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import { readProperties, type Systemctl } from '../../systemd/systemctl.ts';
import { unitAssignment, unitPath, unitWord } from '../../systemd/unit-text.ts';
import type { ServiceKeeper, ServiceSpec, ServiceState } from './service-keeper.ts';

const UNIT = 'luka.service';
/** The unit is not loaded: systemctl(1), exit status. */
const NOT_LOADED = 5;

export class SystemdService implements ServiceKeeper {
  readonly name = `${UNIT} of systemd`;
  readonly file: string;
  readonly #systemctl: Systemctl;

  /** @param file `~/.config/systemd/user/luka.service`, absolute */
  constructor(systemctl: Systemctl, file: string) {
    this.#systemctl = systemctl;
    this.file = file;
  }

  render({ argv, env, folder, out, err }: ServiceSpec): string {
    const assignments = Object.entries(env).map(
      ([name, value]) => `Environment=${unitAssignment(name, value)}`,
    );
    return `${[
      '[Unit]',
      'Description=Luka, the automation of this person',
      '',
      '[Service]',
      `ExecStart=${argv.map(unitWord).join(' ')}`,
      ...assignments,
      `WorkingDirectory=${unitPath(folder)}`,
      `StandardOutput=append:${unitPath(out)}`,
      `StandardError=append:${unitPath(err)}`,
      '# `luka down` means it; whatever else ends Luka is made good.',
      'Restart=on-failure',
      'RestartSec=5',
      '# Luka ends its runs itself, and is given the time for it.',
      'KillMode=mixed',
      'TimeoutStopSec=30',
      '',
      '[Install]',
      'WantedBy=default.target',
    ].join('\n')}\n`;
  }

  async faults(text: string): Promise<readonly string[]> {
    const faults: string[] = [];
    const program = /^ExecStart="((?:[^"\\]|\\.)*)"/m
      .exec(text)?.[1]
      ?.replaceAll('%%', '%')
      .replaceAll('$$', '$');
    if (program === undefined || !isAbsolute(program)) faults.push('ExecStart names no absolute program');
    else if (!(await isExecutable(program))) faults.push(`${program} is no program`);
    const folder = /^WorkingDirectory=(.*)$/m.exec(text)?.[1]?.replaceAll('%%', '%');
    if (folder === undefined || !(await isFolder(folder))) faults.push(`${folder ?? 'nothing'} is no folder`);
    if (!/^WantedBy=default\.target$/m.test(text)) faults.push('nothing starts it at login');
    return faults;
  }

  async read(): Promise<string | undefined> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async write(text: string): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    await replaceFile(this.file, text, 0o644);
  }

  async remove(): Promise<void> {
    // What is not there any more cannot be disabled: its link would stay.
    await this.#systemctl.run(['disable', UNIT]);
    await rm(this.file, { force: true });
    await this.#must(['daemon-reload']);
  }

  async state(): Promise<ServiceState> {
    const { code, out, err } = await this.#systemctl.run([
      'show',
      UNIT,
      '--property=LoadState,ActiveState,SubState,MainPID,ExecMainStatus',
    ]);
    if (code !== 0) return { loaded: false, note: `systemctl show ended with ${code}: ${err.trim()}` };
    const facts = readProperties(out);
    const active = facts.get('ActiveState') ?? 'unknown';
    const pid = Number(facts.get('MainPID') ?? 0);
    return {
      loaded: !['inactive', 'failed', 'unknown'].includes(active),
      note: `systemd says: ${active} (${facts.get('SubState') ?? ''}), last exit ${facts.get('ExecMainStatus') ?? 'unknown'}`,
      ...(pid > 0 ? { pid } : {}),
    };
  }

  async stop(): Promise<void> {
    const answer = await this.#systemctl.run(['stop', UNIT]);
    if (answer.code !== 0 && answer.code !== NOT_LOADED)
      throw refused(['stop', UNIT], answer.code, answer.err);
  }

  async start(): Promise<void> {
    await this.#must(['daemon-reload']);
    await this.#must(['enable', UNIT]);
    // Started too often is a state of its own, which refuses further starts. There may be none to take away.
    await this.#systemctl.run(['reset-failed', UNIT]);
    await this.#must(['start', UNIT]);
  }

  async #must(args: readonly string[]): Promise<void> {
    const { code, err } = await this.#systemctl.run(args);
    if (code !== 0) throw refused(args, code, err);
  }
}

function refused(args: readonly string[], code: number, err: string): LukaError {
  return new LukaError('deploy_failed', {
    message: `systemctl --user ${args.join(' ')} ended with ${code}: ${err.trim() || 'it said nothing'}`,
  });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
