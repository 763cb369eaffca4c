/** The doctor of the Luka that runs: the same checks, in its own process, asked for over HTTP. */
import type { DoctorMend, DoctorReport } from '#shared/nouns/doctor.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { Store } from '../store/store.ts';
import type { Patient, RunningLuka } from './check.ts';
import type { PatientOptions } from './patient.ts';

export interface DoctorRoomOptions {
  readonly layout: HomeLayout;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly nodePath: string;
  readonly running: () => RunningLuka;
  readonly own: NonNullable<PatientOptions['own']>;
  readonly store: Pick<Store, 'commit' | 'durable'>;
  readonly audit: Pick<AuditLog, 'append'>;
}

export class DoctorRoom {
  readonly #options: DoctorRoomOptions;
  /** By whether it is full: who asks meanwhile gets the same answer. */
  readonly #going = new Map<boolean, Promise<DoctorReport>>();

  constructor(options: DoctorRoomOptions) {
    this.#options = options;
  }

  examine({ full }: { full: boolean }): Promise<DoctorReport> {
    const going = this.#going.get(full);
    if (going) return going;
    const report = this.#examine(full).finally(() => this.#going.delete(full));
    this.#going.set(full, report);
    return report;
  }

  /** @throws LukaError finding_gone, disk_full */
  async mend(wanted: { check: string; subject: string }, by: Actor): Promise<DoctorMend> {
    const { store, audit } = this.#options;
    const { mend } = await import('./doctor.ts');
    const done = await mend(await this.#patient(false), wanted);
    store.commit((tx) =>
      audit.append(tx, {
        actor: by,
        action: 'doctor.mended',
        subject: `${wanted.check}: ${wanted.subject}`,
        reason: done.done,
      }),
    );
    await store.durable();
    return done;
  }

  /** All the checks are loaded when somebody asks: a start reads none of them. */
  async #examine(full: boolean): Promise<DoctorReport> {
    const { examine } = await import('./doctor.ts');
    return examine(await this.#patient(full));
  }

  async #patient(full: boolean): Promise<Patient> {
    const { createPatient } = await import('./patient.ts');
    const { layout, env, clock, nodePath, running, own } = this.#options;
    return createPatient({ layout, env, now: clock.now(), full, running: running(), nodePath, own });
  }
}
