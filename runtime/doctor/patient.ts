/** Gathers what the checks look at; each part is read when the first of them asks for it, and once. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Settings } from '#shared/nouns/settings.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { VERSION } from '#shared/version.ts';
import { runProgram } from '../conditions/run-program.ts';
import type { HomeLayout } from '../home/layout.ts';
import { onnxRuntime, promptsFolder, samplesFolder, uiFolder } from '../home/places.ts';
import { PROGRAMS, programPath } from '../home/programs.ts';
import { createSettings } from '../home/settings.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { createModuleProbe } from '../tasks/module-probe.ts';
import type { Patient, RunningLuka } from './check.ts';
import { grownSince } from './checks/space.ts';
import { readTaskFindings } from './read-tasks.ts';
import { askWorker } from './worker/ask-worker.ts';

const DAY = 86_400_000;

export interface PatientOptions {
  readonly layout: HomeLayout;
  readonly env: NodeJS.ProcessEnv;
  /** ms since 1970. */
  readonly now: number;
  readonly full: boolean;
  readonly running: RunningLuka | undefined;
  /** The Node that runs modules, absolute. */
  readonly nodePath: string;
  /** In the process of the running Luka: what it knows itself. */
  readonly own?: {
    readonly settings: () => { values: Settings; findings: readonly Finding[] };
    readonly taskFindings: () => { files: number; findings: readonly Finding[] };
  };
}

export function createPatient(options: PatientOptions): Patient {
  const { layout, env, now, full, running, nodePath, own } = options;
  const program = programPath('doctor-worker');
  const settings = once(async () => own?.settings() ?? readSettingsOf(layout, env));
  const ledgerFile = () => (existsSync(layout.database) ? layout.database : undefined);
  return {
    layout,
    env,
    now,
    full,
    running,
    isOwn: own !== undefined,
    platform: process.platform,
    personHome: env['HOME'] || homedir(),
    uid: process.getuid?.(),
    node: { version: process.versions.node, path: nodePath },
    version: VERSION,
    packageFiles: [
      ...PROGRAMS.map((name) => programPath(name)),
      `${uiFolder()}/index.html`,
      samplesFolder(),
      promptsFolder(),
      onnxRuntime(),
    ],
    run: runProgram,
    settings,
    taskFindings: once(
      async () =>
        own?.taskFindings() ??
        readTaskFindings(layout, createModuleProbe({ nodePath, hostProgram: programPath('module-host') })),
    ),
    ledger: once(async () => {
      const file = ledgerFile();
      if (file === undefined) return undefined;
      return askWorker(program, {
        kind: 'ledger',
        file,
        auditHead: layout.auditHead,
        full,
        known: MIGRATIONS.length,
      });
    }),
    index: once(async () => {
      if (!existsSync(layout.knowledge)) return undefined;
      return askWorker(program, { kind: 'index', file: layout.knowledge, full });
    }),
    logs: once(async () => {
      const { logDays } = (await settings()).values.retention;
      return askWorker(program, {
        kind: 'logs',
        folder: layout.logs,
        ledger: ledgerFile(),
        // A day less: what is removed today was still there when it was asked.
        since: logDays === null ? 0 : now - (logDays - 1) * DAY,
        grownSince: grownSince(now),
      });
    }),
  };
}

/** In force, also where the file is damaged: it is left where it is. */
async function readSettingsOf(
  layout: HomeLayout,
  env: NodeJS.ProcessEnv,
): Promise<{ values: Settings; findings: readonly Finding[] }> {
  const store = await createSettings(layout, {
    env,
    openCarrier: () => Promise.reject(new Error('the doctor changes no settings')),
  });
  return { values: store.get(), findings: store.findings() };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => (known ??= read());
}
