/**
 * Stands for `systemctl --user` in tests: units are files of a folder, services are real processes, state is a file that
 * several calls at once change one after another. Nothing is restarted by itself. Never ships.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { startTicks } from '../../runs/processes/identity.ts';

interface State {
  enabled: string[];
  pids: Record<string, number>;
  failed: string[];
  /** Units as `daemon-reload` saw them: an edit before it is not known. */
  units: Record<string, string>;
  calls: string[][];
  /** Verbs that fail, how often. */
  faults: Record<string, number>;
}

const folder = process.env['STAND_IN_UNITS']!;
const stateFile = process.env['STAND_IN_STATE']!;
const args = process.argv.slice(2);
const [verb = '', ...rest] = args;
const names = rest.filter((word) => !word.startsWith('--'));
const isMadeToFail = update((state) => {
  state.calls.push(args);
  const fault = state.faults[verb] ?? 0;
  if (fault > 0) state.faults[verb] = fault - 1;
  return fault > 0;
});
if (isMadeToFail) fail(1, `Failed to ${verb} unit: made to fail`);
else await act();

function read(): State {
  return JSON.parse(readFileSync(stateFile, 'utf8')) as State;
}

/** Nobody else changes it meanwhile; nothing is waited for within, since a service that ends may ask, too. */
function update<T>(change: (state: State) => T): T {
  const lock = `${stateFile}.lock`;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; ; waited += 5) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (waited > 20_000) throw error;
      Atomics.wait(pause, 0, 0, 5);
    }
  }
  try {
    const state = read();
    const result = change(state);
    writeFileSync(`${stateFile}.new`, JSON.stringify(state));
    renameSync(`${stateFile}.new`, stateFile);
    return result;
  } finally {
    rmdirSync(lock);
  }
}

async function act(): Promise<void> {
  const [name = ''] = names;
  const state = read();
  switch (verb) {
    case 'show-environment':
      return say('PATH=/usr/bin');
    case 'daemon-reload':
      return update((state) => {
        state.units = Object.fromEntries(
          existsSync(folder)
            ? readdirSync(folder)
                .filter((file) => /\.(service|timer|path)$/.test(file))
                .map((file) => [file, readFileSync(join(folder, file), 'utf8')])
            : [],
        );
      });
    case 'list-units':
      // Only what is in systemd's memory: what is off and never started is a file and no more.
      return say(
        JSON.stringify(
          Object.keys(state.units)
            .filter(
              (unit) => state.enabled.includes(unit) || unit in state.pids || state.failed.includes(unit),
            )
            .map((unit) => ({ unit, load: 'loaded' })),
        ),
      );
    case 'list-unit-files':
      return say(
        JSON.stringify(Object.keys(state.units).map((unit) => ({ unit_file: unit, state: 'disabled' }))),
      );
    case 'show':
      return say(names.map((each) => show(each, state)).join('\n\n'));
    case 'enable':
    case 'disable':
      if (!existsSync(join(folder, name)))
        return fail(1, `Failed to ${verb} unit: Unit ${name} does not exist`);
      update((now) => {
        now.enabled = now.enabled.filter((one) => one !== name);
        if (verb === 'enable') now.enabled.push(name);
      });
      if (rest.includes('--now')) await (verb === 'enable' ? start(name) : stop(name));
      return undefined;
    case 'reset-failed':
      return update((now) => {
        now.failed = now.failed.filter((one) => one !== name);
      });
    case 'start':
      return start(name);
    case 'stop':
      return stop(name);
    default:
      return fail(1, `Unknown command verb ${verb}.`);
  }
}

async function start(name: string): Promise<void> {
  const state = read();
  const text = state.units[name];
  if (text === undefined) return fail(5, `Failed to start ${name}: Unit ${name} not found.`);
  if (!name.endsWith('.service')) {
    update((now) => {
      now.pids[name] = 0;
    });
    return;
  }
  if (alive(name, state)) return;
  const get = (key: string): string[] =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value!.replaceAll('%%', '%'));
  const [program = '', ...words] = wordsOf(get('ExecStart')[0]!).map((word) => word.replaceAll('$$', '$'));
  const env = Object.fromEntries(get('Environment').map((line) => wordsOf(line)[0]!.split(/=(.*)/s, 2)));
  const log = (key: string): number | 'ignore' => {
    const file = get(key)[0]?.replace(/^append:/, '');
    return file === undefined ? 'ignore' : openSync(file, 'a');
  };
  const child = spawn(program, words, {
    cwd: get('WorkingDirectory')[0],
    env: { HOME: process.env['HOME'], ...env },
    stdio: ['ignore', log('StandardOutput'), log('StandardError')],
    detached: true,
  });
  await new Promise<void>((resolve) => {
    child.once('spawn', resolve);
    child.once('error', () => resolve());
  });
  update((now) => {
    if (child.pid === undefined) now.failed.push(name);
    else now.pids[name] = child.pid;
  });
  child.unref();
}

async function stop(name: string): Promise<void> {
  const state = read();
  if (state.units[name] === undefined) return fail(5, `Failed to stop ${name}: Unit ${name} not loaded.`);
  const pid = state.pids[name];
  if (pid !== undefined && pid > 0 && alive(name, state)) {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; alive(name, state); waited += 20) {
      if (waited > 30_000) process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  update((now) => {
    delete now.pids[name];
  });
}

function show(name: string, state: State): string {
  const loaded = state.units[name] !== undefined;
  const isAlive = alive(name, state) || state.pids[name] === 0;
  const failed = state.failed.includes(name) || (!isAlive && state.pids[name] !== undefined);
  return [
    `Id=${name}`,
    `Description=${/^Description=(.*)$/m.exec(state.units[name] ?? '')?.[1] ?? name}`,
    `LoadState=${loaded ? 'loaded' : 'not-found'}`,
    `ActiveState=${isAlive ? 'active' : failed ? 'failed' : 'inactive'}`,
    `SubState=${isAlive ? 'running' : failed ? 'failed' : 'dead'}`,
    `UnitFileState=${state.enabled.includes(name) ? 'enabled' : 'disabled'}`,
    `FragmentPath=${loaded ? join(folder, basename(name)) : ''}`,
    `MainPID=${alive(name, state) ? state.pids[name] : 0}`,
    `ExecMainCode=${failed ? 1 : 0}`,
    `ExecMainStatus=${failed ? 1 : 0}`,
    'NRestarts=0',
    ...(name.endsWith('.service') ? [] : [`Unit=${name.replace(/(?:timer|path)$/, 'service')}`]),
  ].join('\n');
}

function alive(name: string, state: State): boolean {
  const pid = state.pids[name];
  if (pid === undefined || pid === 0) return false;
  try {
    return startTicks(readFileSync(`/proc/${pid}/stat`, 'utf8')) !== undefined;
  } catch {
    return false;
  }
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare! : quoted.replaceAll(/\\(.)/g, '$1'),
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(code: number, text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = code;
}
