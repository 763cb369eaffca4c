/** The rooms of notifications put together: what happened becomes notices, notices become messages, messages are sent. */
import { randomUUID } from 'node:crypto';
import type { Finding } from '#shared/nouns/finding.ts';
import { freeBytes } from '../conditions/free-bytes.ts';
import type { Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { HomeLayout } from '../home/layout.ts';
import { baseEnvironment } from '../runs/environment.ts';
import { MARK_NAME, runMark } from '../runs/processes/run-mark.ts';
import type { Safety } from '../safety/create-safety.ts';
import type { SecretStore } from '../safety/secrets/stores/secret-store.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { createCommandSender } from './channels/command.ts';
import { createNativeSender } from './channels/native.ts';
import { createCommandCage } from './command-cage.ts';
import { EventReader } from './event-reader.ts';
import type { Notifier } from './native/notifier.ts';
import { findNotifier } from './native/program-notifier.ts';
import { NotifyBook } from './notify-book.ts';
import { NotifyLedger } from './notify-ledger.ts';
import { NotifyRoom } from './notify-room.ts';
import { createSenders } from './senders.ts';
import { ofFinding } from './of-finding.ts';
import type { NewNotice } from './read-event.ts';
import { SpaceWatch } from './space-watch.ts';

export interface NotifyOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly audit: AuditLog;
  readonly env: NodeJS.ProcessEnv;
  readonly personHome: string;
  readonly task: (id: string) => LoadedTask | undefined;
  readonly secrets: () => Promise<SecretStore>;
  readonly safety: Pick<Safety, 'policy' | 'findSandbox'>;
  /** What shows notices, where the host has it. */
  readonly notifier?: Notifier | undefined;
  readonly onError: (error: unknown) => void;
}

export type Notifications = ReturnType<typeof createNotify>;

export function createNotify(options: NotifyOptions) {
  const { store, clock, layout, audit, env, personHome, safety, notifier, onError } = options;
  const ledger = new NotifyLedger(store);
  const book = new NotifyBook({ file: layout.notify, store, audit, onChange: () => room.reload(), onError });
  const senders = createSenders({
    clock,
    secrets: options.secrets,
    native: createNativeSender(async () => notifier ?? findNotifier({ platform: process.platform, env })),
    command: createCommandSender({
      clock,
      environment: () => baseEnvironment(env, process.platform, safety.policy.current.env),
      cwd: personHome,
      mark: (message) => {
        const value = `${runMark(layout.root, 0).value}.${message}`;
        return { name: MARK_NAME, value, text: `${MARK_NAME}=${value}` };
      },
      cage: createCommandCage({
        layout,
        personHome,
        policy: () => safety.policy.current,
        findSandbox: () => safety.findSandbox(),
      }),
    }),
  });
  const room: NotifyRoom = new NotifyRoom({
    file: layout.notify,
    store,
    clock,
    audit,
    ledger,
    book,
    senders,
    task: options.task,
    newId: () => `msg_${randomUUID().replaceAll('-', '')}`,
    chance: Math.random,
    onError,
  });
  const reader = new EventReader({
    store,
    clock,
    ledger,
    task: options.task,
    add: (tx, notice) => room.add(tx, notice),
    onAdded: () => room.look(),
    onError,
  });
  const tell = (notices: readonly NewNotice[]): void => {
    if (notices.length === 0) return;
    store.commit((tx) => notices.forEach((notice) => room.add(tx, notice)));
    room.look();
  };
  const space = new SpaceWatch({
    clock,
    path: layout.root,
    freeBytes,
    least: () => book.current.space,
    inTrouble: (about) => ledger.inTrouble(about),
    tell: (notice) => tell([notice]),
    onError,
  });
  return {
    room,
    /** What is wrong with the installation itself; no event tells of it. */
    tellFindings: (findings: readonly Finding[]): void =>
      tell(findings.flatMap((finding) => ofFinding(finding, clock.now()) ?? [])),
    async start(): Promise<void> {
      await book.start();
      await reader.start();
      room.start();
      space.start();
    },
    /** Events up to now are read; what was not sent goes at the next start. */
    async stop(): Promise<void> {
      space.stop();
      reader.stop();
      await book.stop();
      await room.stop();
    },
  };
}
