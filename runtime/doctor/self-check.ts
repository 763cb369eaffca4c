/**
 * A quick look at the installation before Luka serves: a few questions to the file system, about a millisecond. What it finds
 * is told on the overview and by `luka status`. It keeps Luka from starting only where going on would lose something.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { Clock } from '../clock.ts';
import { freeBytes } from '../conditions/free-bytes.ts';
import type { HomeLayout } from '../home/layout.ts';
import { clockFault } from './clock-faults.ts';
import { foreignOrLoose } from './home-modes.ts';
import { spaceSeverity } from './space.ts';

export interface SelfCheck {
  /** @param newestAt ms since 1970 of the ledger's newest event before this start */
  noteLedger(newestAt: number | undefined): void;
  findings(): readonly Finding[];
}

export interface SelfCheckOptions {
  readonly layout: HomeLayout;
  readonly clock: Pick<Clock, 'now'>;
  /** Bytes that may still be written at a path. */
  readonly free?: (path: string) => Promise<number>;
}

/** @throws LukaError clock_absurd: what is written at such a time counts as old, and would be removed by age */
export async function checkBeforeStart(options: SelfCheckOptions): Promise<SelfCheck> {
  const { layout, clock, free = freeBytes } = options;
  const fault = clockFault(clock.now(), undefined);
  if (fault) throw new LukaError('clock_absurd', { message: fault.message });
  const [space, modes] = await Promise.all([spaceFinding(layout, free), modeFindings(layout)]);
  const findings: Finding[] = [...space, ...modes];
  return {
    noteLedger(newestAt) {
      const back = clockFault(clock.now(), newestAt);
      if (back)
        findings.push({
          code: 'clock_back',
          severity: 'warning',
          message: back.message,
          evidence: back.evidence.join(', '),
          remedy: 'see whether the clock is right: `luka doctor` tells more',
        });
    },
    findings: () => findings,
  };
}

async function spaceFinding(
  layout: HomeLayout,
  free: NonNullable<SelfCheckOptions['free']>,
): Promise<Finding[]> {
  // A disk that does not answer is told by whoever has to write on it.
  const left = await free(layout.root).catch(() => undefined);
  const severity = left === undefined ? undefined : spaceSeverity(left);
  if (left === undefined || severity === undefined) return [];
  return [
    {
      code: 'disk_low',
      severity,
      message: `the disk of the home has ${formatBytes(left)} left`,
      evidence: `${layout.root}: ${left} bytes free`,
      remedy: 'make room: with a full disk no run starts; `luka retention` tells what could go',
      file: layout.root,
    },
  ];
}

async function modeFindings(layout: HomeLayout): Promise<Finding[]> {
  const { loose, foreign } = await foreignOrLoose(layout, process.getuid?.());
  const about = (code: string, files: readonly string[], what: string, remedy: string): Finding[] => {
    const [first] = files;
    if (first === undefined) return [];
    const message =
      files.length === 1 ? `a file of the home ${what}` : `${files.length} files of the home ${what}`;
    return [
      { code, severity: 'warning', message, evidence: files.slice(0, 5).join(', '), remedy, file: first },
    ];
  };
  return [
    ...about(
      'home_files_foreign',
      foreign.map(({ path }) => path),
      'of another user',
      'give them back to you: `luka doctor` prints the command',
    ),
    ...about(
      'home_files_loose',
      loose.map(({ path }) => path),
      'may be read or written by others',
      'mend it: luka doctor --fix',
    ),
  ];
}
