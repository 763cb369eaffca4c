/** Room on the disks of the home and the temporary folder, and when it will be gone at the rate of last week. */
import { tmpdir } from 'node:os';
import { formatBytes } from '#shared/nouns/size.ts';
import { freeBytes } from '../../conditions/free-bytes.ts';
import { NotHere, type Check, type Found, type Patient } from '../check.ts';
import { spaceSeverity } from '../space.ts';

const DAY = 86_400_000;
/** What logs of these days add is the rate. */
export const GROWTH_DAYS = 7;
const SOON_DAYS = 30;

export const spaceCheck: Check = spaceCheckWith(freeBytes);

/** @param free bytes that may still be written at a path. @throws where the path is not there */
export function spaceCheckWith(free: (path: string) => Promise<number>): Check {
  return {
    id: 'space',
    title: 'Disk space',
    async examine(patient) {
      const { layout, env } = patient;
      const left = await free(layout.root).catch(() => undefined);
      if (left === undefined) throw new NotHere('there is no home yet');
      const findings = shortage(layout.root, 'the home', left);
      const temporary = env['TMPDIR'] || tmpdir();
      const there = await free(temporary).catch(() => undefined);
      if (there !== undefined && there !== left)
        findings.push(...shortage(temporary, 'temporary files', there));
      const growth = await growthPerDay(patient);
      const days = growth > 0 ? Math.floor(left / growth) : Infinity;
      if (findings.length === 0 && days < SOON_DAYS)
        findings.push({
          subject: `${layout.root} (growth)`,
          severity: 'warning',
          message: `at the rate of the last ${GROWTH_DAYS} days the disk is full in ${days} days`,
          evidence: [
            `${formatBytes(left)} are free`,
            `logs grow by ${formatBytes(Math.round(growth))} a day, before what goes by age`,
          ],
          remedy: 'see which tasks write so much, or keep logs for a shorter time',
          command: 'luka retention',
        });
      return {
        findings,
        note: `${formatBytes(left)} free, logs grow by ${formatBytes(Math.round(growth))} a day`,
      };
    },
  };
}

function shortage(path: string, what: string, left: number): Found[] {
  const severity = spaceSeverity(left);
  if (severity === undefined) return [];
  return [
    {
      subject: path,
      severity,
      message: `the disk of ${what} has ${formatBytes(left)} left`,
      evidence: [`${path}: ${left} bytes free`],
      remedy: 'make room: with a full disk no run starts, and nothing more is written down',
      command: 'luka retention --apply',
    },
  ];
}

async function growthPerDay({ logs }: Patient): Promise<number> {
  const { grownBytes } = await logs();
  return grownBytes / GROWTH_DAYS;
}

/** ms since 1970 from which on what was written counts. */
export function grownSince(now: number): number {
  return now - GROWTH_DAYS * DAY;
}
