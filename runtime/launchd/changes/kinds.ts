/** One of each kind of change, for tests that break it in every place. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { xmlString } from '../standin/testing.ts';
import type { AgentChanges } from './agent-changes.ts';
import { ACTOR, hashOf, jobText, type Machine, type Picture } from './testing.ts';

export interface Kind {
  readonly name: string;
  /** Brings the machine to where the change begins. */
  prepare(machine: Machine, changes: AgentChanges): Promise<void>;
  change(machine: Machine, changes: AgentChanges): Promise<AgentChange>;
}

const by = { actor: ACTOR };
const OLD = jobText('a.job', '/made-up/slow');
const NEW = jobText('a.job');

async function put(machine: Machine): Promise<void> {
  await machine.put('a.job', OLD, { mode: 0o640 });
}

function logged(machine: Machine): string {
  const log = join(machine.home, 'Logs', 'deep', 'x.log');
  return jobText('a.job', '/made-up/serve', { KeepAlive: '<true/>', StandardOutPath: xmlString(log) });
}

export const KINDS: readonly Kind[] = [
  {
    name: 'create',
    prepare: () => Promise.resolve(),
    change: (machine, changes) => changes.create({ file: machine.fileOf('a.job'), text: NEW }, by),
  },
  {
    name: 'create of a label that was disabled',
    prepare: async (machine) => void (machine.launchd.model.disabledIn(machine.domain)['a.job'] = true),
    change: (machine, changes) => changes.create({ file: machine.fileOf('a.job'), text: NEW }, by),
  },
  {
    name: 'edit',
    prepare: put,
    change: (machine, changes) =>
      changes.edit({ file: machine.fileOf('a.job'), text: NEW, hash: hashOf(OLD) }, by),
  },
  {
    name: 'edit of a label',
    prepare: put,
    change: (machine, changes) =>
      changes.edit({ file: machine.fileOf('a.job'), text: jobText('b.job'), hash: hashOf(OLD) }, by),
  },
  {
    name: 'edit of one that is loaded, though disabled',
    async prepare(machine) {
      await put(machine);
      machine.launchd.model.disabledIn(machine.domain)['a.job'] = true;
    },
    change: (machine, changes) =>
      changes.edit({ file: machine.fileOf('a.job'), text: NEW, hash: hashOf(OLD) }, by),
  },
  {
    name: 'fix',
    prepare: async (machine) => void (await machine.put('a.job', logged(machine))),
    change: (machine, changes) =>
      changes.fix({ file: machine.fileOf('a.job'), hash: hashOf(logged(machine)) }, by),
  },
  {
    name: 'enable',
    async prepare(machine) {
      machine.launchd.model.disabledIn(machine.domain)['a.job'] = true;
      await put(machine);
    },
    change: (machine, changes) => changes.setState({ file: machine.fileOf('a.job'), action: 'enable' }, by),
  },
  {
    name: 'disable',
    prepare: put,
    change: (machine, changes) => changes.setState({ file: machine.fileOf('a.job'), action: 'disable' }, by),
  },
  {
    name: 'remove',
    prepare: put,
    change: (machine, changes) => changes.setState({ file: machine.fileOf('a.job'), action: 'remove' }, by),
  },
  {
    name: 'rollback of an edit',
    async prepare(machine, changes) {
      await put(machine);
      await changes.edit({ file: machine.fileOf('a.job'), text: NEW, hash: hashOf(OLD) }, by);
    },
    change: (_machine, changes) => changes.rollback(1, by),
  },
  {
    name: 'rollback of a removal',
    async prepare(machine, changes) {
      await put(machine);
      await changes.setState({ file: machine.fileOf('a.job'), action: 'remove' }, by);
    },
    change: (_machine, changes) => changes.rollback(1, by),
  },
  {
    name: 'migrate',
    prepare: put,
    change: async (machine, changes) =>
      (await changes.migrate({ file: machine.fileOf('a.job'), user: 'me' }, by)).change,
  },
];

export interface WholePicture {
  readonly agents: readonly Picture[];
  /** Whether there is a folder of logs. */
  readonly hasLogs: boolean;
}

/** Everything that any of the kinds touches. */
export async function wholePicture(machine: Machine): Promise<WholePicture> {
  const look = async (label: string, file?: string, domain?: string): Promise<Picture> => {
    const { text, ...rest } = await machine.picture(label, file, domain);
    return { ...rest, text: text?.replaceAll(machine.home, '~') ?? null };
  };
  return {
    agents: [
      await look('a.job'),
      await look('b.job', machine.fileOf('a.job')),
      await look('a.job', join(machine.daemons, 'a.job.plist'), 'system'),
    ],
    hasLogs: existsSync(join(machine.home, 'Logs')),
  };
}
