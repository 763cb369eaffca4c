/** Which service keeps Luka here, for the commands that deploy it. */
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { LAUNCHD_LABEL, LaunchdService } from '#runtime/deploy/luka/launchd-service.ts';
import { SystemdService } from '#runtime/deploy/luka/systemd-service.ts';
import type { ServiceKeeper } from '#runtime/deploy/luka/service-keeper.ts';
import { createLaunchctl, hasLaunchctl } from '#runtime/launchd/launchctl/system-launchctl.ts';
import { createMachineFacts } from '#runtime/launchd/lint/machine-facts.ts';
import { createRootShell } from '#runtime/root/root-shell.ts';
import { rootFiles } from '#runtime/root/root-files.ts';
import { rootLaunchctl } from '#runtime/root/root-launchctl.ts';
import { createSystemctl, hasSystemd } from '#runtime/systemd/systemctl.ts';

const DAEMONS = '/Library/LaunchDaemons';

export interface ChosenService {
  readonly service: ServiceKeeper;
  /** What its processes are given. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether root has to do it. */
  readonly system: boolean;
}

/**
 * @param wanted `system`: a daemon of the machine; undefined: whichever is deployed, else one of the person
 * @throws LukaError launchd_absent; deploy_other_running where the other one is deployed
 */
export async function chooseService(
  env: NodeJS.ProcessEnv,
  wanted: 'system' | undefined,
): Promise<ChosenService> {
  const platform = process.platform;
  const home = env['HOME'] || homedir();
  if (!hasLaunchctl({ platform, env })) {
    if (wanted !== 'system') return chooseSystemd(env, home);
    throw new LukaError('launchd_absent', {
      message: 'there is no launchd on this machine',
      remedy:
        'leave --system out: systemd keeps Luka while nobody is logged in after `loginctl enable-linger`',
    });
  }
  const { uid, username } = userInfo();
  const launchctl = createLaunchctl({ platform, env, uid });
  const facts = createMachineFacts(home);
  const name = `${LAUNCHD_LABEL}.plist`;
  const agent = join(home, 'Library', 'LaunchAgents', name);
  const daemon = join(DAEMONS, name);
  if (wanted === 'system' && existsSync(agent)) throw bothDeployed(agent, `gui/${uid}`);
  if (wanted !== 'system' && !existsSync(daemon))
    return {
      service: new LaunchdService({ launchctl, file: agent, domain: `gui/${uid}`, facts }),
      env: environment(env, platform),
      system: false,
    };
  if (existsSync(agent)) throw bothDeployed(agent, `gui/${uid}`);
  const shell = createRootShell({ env, uid });
  return {
    service: new LaunchdService({
      launchctl: rootLaunchctl(launchctl, shell, env['LUKA_LAUNCHCTL'] || '/bin/launchctl'),
      file: daemon,
      domain: 'system',
      userName: username,
      facts,
      files: rootFiles(shell),
    }),
    // A daemon is told neither whose home it works in nor who it is.
    env: { ...environment(env, platform), HOME: home, USER: username, LOGNAME: username },
    system: true,
  };
}

/** @throws LukaError launchd_absent where neither launchd nor a systemd of the person is there */
async function chooseSystemd(env: NodeJS.ProcessEnv, home: string): Promise<ChosenService> {
  const systemctl = createSystemctl(env);
  if (!(await hasSystemd(systemctl)))
    throw new LukaError('launchd_absent', {
      message: 'neither launchd nor a systemd of yours is there to keep Luka',
      remedy: 'start it with `luka up`, or do this in a session that has systemd',
    });
  const config = env['XDG_CONFIG_HOME'];
  const folder = config?.startsWith('/') === true ? config : join(home, '.config');
  return {
    service: new SystemdService(systemctl, join(folder, 'systemd', 'user', 'luka.service')),
    env: environment(env, process.platform),
    system: false,
  };
}

function bothDeployed(file: string, domain: string): LukaError {
  return new LukaError('deploy_other_running', {
    message: `Luka is deployed as ${file}, and two of them cannot share a home`,
    remedy: `run: launchctl bootout ${domain}/${LAUNCHD_LABEL}; rm ${file}`,
  });
}

/** launchd gives a job four folders of PATH and no language: what tasks find must not depend on how Luka was started. */
function environment(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Record<string, string> {
  const own = platform === 'darwin' ? ['/opt/homebrew/bin', '/opt/homebrew/sbin'] : [];
  const kept = ['LUKA_API_PORT', 'LUKA_UI_PORT', 'LANG', 'CLS_SHELL'].flatMap((name) => {
    const value = env[name];
    return value ? [[name, value] as const] : [];
  });
  return {
    PATH: [...own, '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':'),
    ...Object.fromEntries(kept),
  };
}
