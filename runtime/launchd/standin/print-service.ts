/** How the stand-in prints: the layouts of older (12) and newer (14, 15) releases of macOS. Never ships. */
import { explainSignal } from '../launchctl/exit-codes.ts';
import { startsAtLoad, type StandinJob } from './job-plist.ts';
import type { LaunchdState, StandinService } from './launchd-state.ts';

const SIGNAL_WORDS: Readonly<Record<number, string>> = {
  1: 'Hangup',
  6: 'Abort trap',
  9: 'Killed',
  11: 'Segmentation fault',
  15: 'Terminated',
};

export function printService(service: StandinService, { layout }: LaunchdState): string {
  const { domain, job } = service;
  const lines = [
    `active count = ${service.pid === undefined ? 0 : 1}`,
    `path = ${job.path}`,
    ...(layout === 'newer' ? [`type = ${domain === 'system' ? 'LaunchDaemon' : 'LaunchAgent'}`] : []),
    `state = ${stateOf(service, layout)}`,
    '',
    `program = ${job.program}`,
    ...block('arguments', job.args),
    '',
    ...(job.cwd === undefined ? [] : [`working directory = ${job.cwd}`, '']),
    ...(job.out === undefined ? [] : [`stdout path = ${job.out}`]),
    ...(job.err === undefined ? [] : [`stderr path = ${job.err}`]),
    ...block('default environment', ['PATH => /usr/bin:/bin:/usr/sbin:/sbin']),
    '',
    ...block('environment', [
      ...Object.entries(job.env).map(([key, value]) => `${key} => ${value}`),
      `XPC_SERVICE_NAME => ${job.label}`,
    ]),
    '',
    `domain = ${domain}${domain === 'system' ? '' : ' [100005]'}`,
    ...(domain === 'system' ? [] : ['asid = 100005']),
    `minimum runtime = ${job.throttle}`,
    `exit timeout = ${job.exitTimeout}`,
    `runs = ${service.runs}`,
    ...(service.pid === undefined ? [] : [`pid = ${service.pid}`, 'immediate reason = non-ipc demand']),
    ...(service.pended === undefined ? [] : [`pended nondemand spawn = ${service.pended}`]),
    ...lastExit(service, layout),
    '',
    ...(job.isScheduled ? block('event triggers', [`${job.label}.1 => {`, '\tstate = active', '}']) : []),
    ...(layout === 'newer'
      ? block('resource coalition', ['ID = 33304', 'type = resource', 'state = active', 'active count = 1'])
      : []),
    `spawn type = ${layout === 'newer' ? 'daemon (3)' : 'daemon'}`,
    'jetsam priority = 40',
    ...(job.startInterval === undefined ? [] : [`run interval = ${job.startInterval} seconds`]),
    ...(layout === 'newer' && service.runs > 0 ? [`job state = ${jobStateOf(service)}`] : []),
    `properties = ${propertiesOf(job).join(' | ')}`,
  ];
  return `${domain}/${job.label} = {\n${lines.map((line) => (line === '' ? '' : `\t${line}`)).join('\n')}\n}\n`;
}

function stateOf({ pid, leaving, spawnAt, job }: StandinService, layout: LaunchdState['layout']): string {
  if (leaving) return 'SIGTERMed';
  if (pid !== undefined) return 'running';
  if (spawnAt !== undefined && job.startInterval === undefined) return 'spawn scheduled';
  return layout === 'older' ? 'waiting' : 'not running';
}

function jobStateOf({ pid, spawnFailed }: StandinService): string {
  if (spawnFailed) return 'spawn failed';
  return pid === undefined ? 'exited' : 'running';
}

function lastExit({ lastExit: exit }: StandinService, layout: LaunchdState['layout']): string[] {
  if (exit === undefined) return layout === 'older' ? [] : ['last exit code = (never exited)'];
  if ('signal' in exit) {
    const words = SIGNAL_WORDS[exit.signal] ?? explainSignal(exit.signal).name;
    return [`last terminating signal = ${words}: ${exit.signal}`];
  }
  if (exit.code !== 78) return [`last exit code = ${exit.code}`];
  return [`last exit code = 78: ${layout === 'older' ? 'Function not implemented' : 'EX_CONFIG'}`];
}

function propertiesOf(job: StandinJob): string[] {
  return [
    ...(job.keepAlive === false ? [] : ['keepalive']),
    ...(startsAtLoad(job) ? ['runatload'] : []),
    'inferred program',
  ];
}

function block(name: string, lines: readonly string[]): string[] {
  return [`${name} = {`, ...lines.map((line) => `\t${line}`), '}'];
}

export function printDisabled(
  store: Readonly<Record<string, boolean>>,
  layout: LaunchdState['layout'],
): string {
  const word = (disabled: boolean) =>
    layout === 'older' ? String(disabled) : disabled ? 'disabled' : 'enabled';
  const lines = Object.entries(store).map(([label, disabled]) => `\t\t"${label}" => ${word(disabled)}\n`);
  return `\n\tdisabled services = {\n${lines.join('')}\t}\n\tlogin item associations = {\n\t}\n`;
}

export function printList(services: readonly StandinService[]): string {
  const rows = services.map(({ pid, lastExit: exit, job }) => {
    const status = exit === undefined ? 0 : 'signal' in exit ? -exit.signal : exit.code;
    return `${pid ?? '-'}\t${status}\t${job.label}\n`;
  });
  return `PID\tStatus\tLabel\n${rows.join('')}`;
}

export function printDomain(domain: string, services: readonly StandinService[]): string {
  const rows = services.map(({ pid, lastExit: exit, job }) => {
    const status = exit === undefined ? '-' : 'signal' in exit ? `-${exit.signal}` : String(exit.code);
    return `\t\t${String(pid ?? 0).padStart(8)} ${status.padStart(6)} \t${job.label}\n`;
  });
  return `${domain} = {\n\ttype = ${domain === 'system' ? 'system' : 'login'}\n\tservices = {\n${rows.join('')}\t}\n}\n`;
}
