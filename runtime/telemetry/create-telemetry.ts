/** Telemetry put together: figures in a thread of their own, samples of gauges, lines of JSON, and what is unusual. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { UnusualRun } from '#shared/nouns/insights.ts';
import type { TelemetrySettings } from '#shared/nouns/telemetry.ts';
import type { Clock } from '../clock.ts';
import type { HomeLayout } from '../home/layout.ts';
import { programPath } from '../home/programs.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { KnownTask } from './answers/question.ts';
import { FiguresDesk } from './figures-desk.ts';
import { LineWriter } from './lines/line-writer.ts';
import { Sampler } from './sampler.ts';
import { figuresSetAside, unusualFinding, WATCHED_MS } from './unusual/unusual-findings.ts';

/** Events come in bursts: those of so long are counted together. */
const GATHER_MS = 1_000;
const NEWS_MS = 3_600_000;

export interface TelemetryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly settings: () => TelemetrySettings;
  readonly tasks: () => readonly KnownTask[];
  readonly counts: () => { running: number; queued: number; awaitingApproval: number };
  readonly agents: () => Readonly<Record<string, number>>;
  readonly onError: (error: unknown) => void;
}

export function toKnownTask({ id, definition }: LoadedTask): KnownTask {
  return { id, title: definition?.title ?? id, byHandMs: definition?.byHand };
}

export function createTelemetry({
  store,
  clock,
  layout,
  settings,
  tasks,
  onError,
  ...options
}: TelemetryOptions) {
  let open: readonly UnusualRun[] = [];
  const faults: Finding[] = [];
  const desk = new FiguresDesk({
    places: {
      file: layout.figures,
      ledger: layout.database,
      knowledge: layout.knowledge,
      logs: layout.logs,
      lines: layout.telemetry,
      home: layout.root,
    },
    program: programPath('telemetry-worker'),
    clock,
    settings,
    tasks,
    upTo: () => store.eventSeq,
    onUnusual(fresh, still) {
      open = still;
      // What is found when a year of history is read the first time is no news.
      const news = fresh.filter(({ at }) => clock.now() - Date.parse(at) < NEWS_MS);
      if (news.length === 0) return;
      try {
        store.commit((tx) => {
          for (const { run, task, kind, durationMs, usualMs, factor, message } of news)
            tx.emit({ type: 'run.unusual', run, task, data: { kind, durationMs, usualMs, factor, message } });
        });
      } catch (error) {
        onError(error);
      }
    },
    onSetAside: (file) => faults.push(figuresSetAside(layout.figures, file)),
    onError,
  });
  const lines = new LineWriter({ folder: layout.telemetry, store, isOn: () => settings().lines, onError });
  const sampler = new Sampler({ ...options, clock, onSample: (gauges) => desk.sample(gauges) });
  let unfollow: () => void = () => undefined;
  let cancel: (() => void) | undefined;
  return {
    insights: desk,
    /** Every half minute. */
    beat: () => sampler.beat(),
    settingsChanged: () => void lines.switched(),
    findings(): Finding[] {
      const since = clock.now() - WATCHED_MS;
      const known = new Set(tasks().map(({ id }) => id));
      return [
        ...faults,
        ...open.filter(({ task, at }) => known.has(task) && Date.parse(at) >= since).map(unusualFinding),
      ];
    },
    start(): void {
      unfollow = store.onEvent(() => {
        cancel ??= clock.after(GATHER_MS, () => {
          cancel = undefined;
          desk.note();
        });
      });
      lines.start();
      sampler.start();
      // What the last life did not come to, or all of what there is.
      desk.note();
    },
    async stop(): Promise<void> {
      unfollow();
      cancel?.();
      cancel = undefined;
      sampler.stop();
      await lines.stop();
      await desk.close();
    },
  };
}
