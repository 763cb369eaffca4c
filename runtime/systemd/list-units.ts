/** The services, timers and watchers of a person, as systemd lists and describes them. */
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';
import { readProperties, type Systemctl } from './systemctl.ts';

export interface UnitSummary {
  readonly name: string;
  readonly kind: 'service' | 'timer' | 'path';
  readonly description: string;
  /** Of the unit; absent where it is made by another program and has none. */
  readonly file?: string | undefined;
  readonly enabled: boolean;
  /** `unknown`: systemd has no such unit, or says something that is not known. */
  readonly state: 'running' | 'waiting' | 'failing' | 'idle' | 'ghost' | 'unknown';
  readonly pid?: number | undefined;
  /** Of the last start. */
  readonly exit?: { readonly code: number } | { readonly signal: number } | undefined;
  /** ISO 8601; of a timer that will fire. */
  readonly nextAt?: string | undefined;
  /** What a timer or a watcher of paths starts. */
  readonly starts?: string | undefined;
  readonly restarts: number;
}

const PROPERTIES = [
  'Id',
  'Description',
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'FragmentPath',
  'MainPID',
  'ExecMainCode',
  'ExecMainStatus',
  'NRestarts',
  'Unit',
  'NextElapseUSecRealtime',
];
const Listed = z.array(z.object({ unit: z.string() }));
const Files = z.array(z.object({ unit_file: z.string() }));
const TYPES = '--type=service,timer,path';
/** CLD_KILLED and CLD_DUMPED of waitid(2): what follows is a signal. */
const BY_SIGNAL = new Set(['2', '3']);
/** At most that many names in one call: a command line has an end. */
const BATCH = 200;

/** @returns by name. @throws LukaError launchd_absent where systemd does not answer */
export async function listUnits(systemctl: Systemctl): Promise<UnitSummary[]> {
  const { code, out, err } = await systemctl.run(['list-units', TYPES, '--all', '--output=json']);
  if (code !== 0)
    throw new LukaError('launchd_absent', {
      message: `systemd does not answer: ${err.trim()}`,
      remedy: 'this needs systemd with a session of the person',
    });
  // The first list has what is in systemd's memory; units that are off are often only files.
  const files = await systemctl.run(['list-unit-files', TYPES, '--output=json']);
  const names = [
    ...new Set([
      ...Listed.parse(JSON.parse(out)).map(({ unit }) => unit),
      ...(files.code === 0 ? Files.parse(JSON.parse(files.out)) : [])
        .map(({ unit_file: unit }) => unit)
        // A template is no unit until it has an instance.
        .filter((unit) => !unit.includes('@.')),
    ]),
  ];
  const units: UnitSummary[] = [];
  for (let at = 0; at < names.length; at += BATCH) {
    const batch = names.slice(at, at + BATCH);
    const shown = await systemctl.run(['show', ...batch, `--property=${PROPERTIES.join(',')}`]);
    // One paragraph a unit, in the order they were named.
    for (const paragraph of shown.out.split(/\n\n+/)) {
      const unit = summaryOf(readProperties(paragraph));
      if (unit) units.push(unit);
    }
  }
  return units.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function summaryOf(facts: ReadonlyMap<string, string>): UnitSummary | undefined {
  const name = facts.get('Id');
  const kind = /\.(service|timer|path)$/.exec(name ?? '')?.[1] as UnitSummary['kind'] | undefined;
  if (name === undefined || kind === undefined) return undefined;
  const pid = Number(facts.get('MainPID') ?? 0);
  const status = Number(facts.get('ExecMainStatus') ?? 0);
  const ended = facts.get('ExecMainCode') ?? '0';
  const next = facts.get('NextElapseUSecRealtime');
  return {
    name,
    kind,
    description: facts.get('Description') ?? '',
    file: facts.get('FragmentPath') || undefined,
    enabled: ['enabled', 'enabled-runtime', 'static', 'linked'].includes(facts.get('UnitFileState') ?? ''),
    state: stateOf(facts, kind),
    ...(pid > 0 ? { pid } : {}),
    ...(kind !== 'service' || ended === '0'
      ? {}
      : { exit: BY_SIGNAL.has(ended) ? { signal: status } : { code: status } }),
    nextAt: next ? momentOf(next) : undefined,
    starts: kind === 'service' ? undefined : facts.get('Unit'),
    restarts: Number(facts.get('NRestarts') ?? 0),
  };
}

function stateOf(facts: ReadonlyMap<string, string>, kind: UnitSummary['kind']): UnitSummary['state'] {
  const load = facts.get('LoadState');
  if (load === 'not-found') return 'ghost';
  if (load === 'bad-setting' || load === 'error') return 'failing';
  switch (facts.get('ActiveState')) {
    case 'active':
    case 'activating':
    case 'reloading':
      return kind === 'service' ? 'running' : 'waiting';
    case 'failed':
      return 'failing';
    case 'inactive':
    case 'deactivating':
      return 'idle';
    default:
      return 'unknown';
  }
}

/** `Mon 2026-11-30 03:00:00 UTC`, in the zone it names; only UTC is understood for sure. */
function momentOf(text: string): string | undefined {
  const [, day, time, zone] = /^\w{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (\S+)$/.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  return zone === 'UTC' ? `${day}T${time}.000Z` : undefined;
}

/** What a person put there: the rest came with packages. */
export function isOwnUnit({ file, state }: Pick<UnitSummary, 'file' | 'state'>): boolean {
  return state === 'ghost' || (file !== undefined && !/^\/(?:usr|lib|run)\//.test(file));
}

/** Enables, disables, starts or stops one unit, and says what systemd made of it. @throws LukaError agent_unknown, agent_invalid */
export async function changeUnit(
  systemctl: Systemctl,
  name: string,
  action: 'enable' | 'disable' | 'start' | 'stop',
): Promise<UnitSummary> {
  if (!/^[\w:.\\@-]+\.(?:service|timer|path)$/.test(name))
    throw new LukaError('agent_unknown', {
      message: `"${name}" is no name of a service, a timer or a watcher of paths`,
    });
  const now = action === 'enable' || action === 'disable' ? ['--now'] : [];
  const { code, err } = await systemctl.run([action, ...now, name]);
  if (code !== 0)
    throw new LukaError(
      code === 5 || /not loaded|does not exist|not found/.test(err) ? 'agent_unknown' : 'agent_invalid',
      {
        message: `systemctl --user ${action} ${name} ended with ${code}: ${err.trim() || 'it said nothing'}`,
        remedy: `see: journalctl --user -u ${name}`,
      },
    );
  const { out } = await systemctl.run(['show', name, `--property=${PROPERTIES.join(',')}`]);
  const unit = summaryOf(readProperties(out));
  if (unit) return unit;
  throw new LukaError('agent_unknown', { message: `systemd says nothing of ${name}` });
}
