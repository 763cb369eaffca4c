/** What is wrong with a task's words about its schedule though each has the right shape. */
import { isIPv6 } from 'node:net';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import {
  ABSENCES,
  type BlackoutWindow,
  type CatchUpPolicy,
  type Conditions,
  type Retry,
} from '#shared/nouns/schedule-policy.ts';
import type { Sla } from '#shared/nouns/sla.ts';
import { parseSize } from '#shared/nouns/size.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { isZone } from '../schedule/zone.ts';
import { LONGEST_MS, volumeComplaint } from './check-trigger-meaning.ts';
import type { FaultList } from './faults.ts';
import { pathLabel, type Path } from './source-text.ts';

type Policies = Pick<
  TaskDefinition,
  'overlap' | 'catchUp' | 'retry' | 'quarantine' | 'conditions' | 'blackout' | 'sla'
>;
type Wrong = (path: Path, message: string, remedy: string) => void;

export function checkPolicies(policies: Policies, code: ErrorCode, faults: FaultList): void {
  const wrong: Wrong = (path, message, remedy) => faults.add(() => ({ code, path, message, remedy }));
  checkDurations(policies, wrong);
  const { overlap, retry, conditions, blackout } = policies;
  if (typeof overlap === 'object' && overlap.limit !== undefined) {
    if (overlap.policy !== 'queue' && overlap.policy !== 'parallel') {
      const message = `a limit means nothing where the policy is ${overlap.policy}`;
      wrong(['overlap', 'limit'], message, 'leave it out, or make the policy queue or parallel');
    }
  }
  if (typeof retry === 'object') checkRetry(retry, wrong);
  if (conditions) checkConditions(conditions, wrong);
  blackout?.forEach((window, index) => checkBlackout(window, ['blackout', index], wrong));
  if (policies.sla) checkSla(policies.sla, wrong);
}

function checkRetry(retry: Exclude<Retry, number>, wrong: Wrong): void {
  const { delay, maxDelay, backoff } = retry;
  if (maxDelay !== undefined && maxDelay < (delay ?? 0)) {
    wrong(
      ['retry', 'maxDelay'],
      'the longest delay is shorter than the first',
      'make maxDelay the longer one',
    );
  } else if (maxDelay !== undefined && backoff === 'fixed') {
    wrong(['retry', 'maxDelay'], 'a fixed delay has no longest one', 'leave maxDelay out');
  }
  if (retry.exitCodes && retry.on && !retry.on.includes('failed')) {
    const message = '"exitCodes" chooses among failures, but "on" leaves failures out';
    wrong(['retry', 'exitCodes'], message, 'leave it out, or add failed to "on"');
  }
}

function checkConditions({ disk, network, volume }: Conditions, wrong: Wrong): void {
  const free = disk === undefined ? undefined : parseSize(disk.free);
  if (disk && free === undefined) {
    const message = `"${disk.free}" is no size`;
    wrong(['conditions', 'disk', 'free'], message, 'write a number with a unit, such as 10GB, 500MB or 2GiB');
  } else if (free === 0) {
    const path = ['conditions', 'disk', 'free'];
    wrong(path, 'no disk has less than 0 bytes free', 'write how much must be free, such as 10GB');
  }
  if (disk?.path !== undefined && !/^(\/|~\/|~$)/.test(disk.path)) {
    const message = `"${disk.path}" does not say from where`;
    wrong(['conditions', 'disk', 'path'], message, 'start it with ~/ or /, or leave it out for the home');
  }
  if (typeof network === 'string' && !isHost(network)) {
    const message = `"${network}" is neither a host nor host:port`;
    const host = /^[a-z]+:\/\/([^/?#]+)/i.exec(network)?.[1];
    const remedy =
      host !== undefined && isHost(host) ? `write ${host}` : 'write for example nas.local or nas.local:445';
    wrong(['conditions', 'network'], message, remedy);
  }
  const volumes = volume === undefined ? [] : [volume].flat();
  volumes.forEach((name, index) => {
    const complaint = volumeComplaint(name);
    if (complaint) wrong(['conditions', 'volume', ...(Array.isArray(volume) ? [index] : [])], ...complaint);
  });
}

/** A name or an address, with a port where there is one; an IPv6 address with a port stands in brackets. */
function isHost(text: string): boolean {
  if (isIPv6(text)) return true;
  const match = /^(?:\[([0-9a-f:.]+)\]|[a-z0-9_](?:[a-z0-9._-]{0,252}))(?::(\d{1,5}))?$/i.exec(text);
  if (!match || (match[1] !== undefined && !isIPv6(match[1]))) return false;
  const port = match[2] === undefined ? 1 : Number(match[2]);
  return port >= 1 && port <= 65_535;
}

function checkBlackout({ from, to, tz }: BlackoutWindow, path: Path, wrong: Wrong): void {
  if (from === to) {
    const remedy = 'give two different times; a whole day is two windows, 00:00 to 12:00 and 12:00 to 00:00';
    wrong([...path, 'to'], `it begins and ends at ${from}`, remedy);
  }
  if (tz !== undefined && !isZone(tz)) {
    wrong([...path, 'tz'], `"${tz}" is no time zone`, 'use an IANA name such as Asia/Bangkok or UTC');
  }
}

function checkSla({ tz, warn, within }: Sla, wrong: Wrong): void {
  if (tz !== undefined && !isZone(tz))
    wrong(['sla', 'tz'], `"${tz}" is no time zone`, 'use an IANA name such as Asia/Bangkok or UTC');
  const [longestWarn, longestWithin] = [86_400_000, 31 * 86_400_000];
  if (warn !== undefined && warn > longestWarn)
    wrong(['sla', 'warn'], 'nobody is told more than a day before', 'write for example 30m');
  if (within !== undefined && (within < 60_000 || within > longestWithin))
    wrong(['sla', 'within'], 'a success counts for 1m to 31d', 'write for example 24h');
}

/** The shortest and the longest that makes sense. */
function checkDurations(policies: Policies, wrong: Wrong): void {
  const { retry, quarantine, conditions, catchUp } = policies;
  const check = (path: Path, ms: number | undefined, least = 0): void => {
    if (ms === undefined || (ms >= least && ms <= LONGEST_MS)) return;
    const few = ms < least;
    const message = `${pathLabel(path)} must be at ${few ? `least ${least / 1_000}s` : 'most ten years'}`;
    wrong(path, message, `write a ${few ? 'longer' : 'shorter'} time`);
  };
  if (typeof retry === 'object') {
    check(['retry', 'delay'], retry.delay);
    check(['retry', 'maxDelay'], retry.maxDelay);
  }
  if (quarantine && typeof quarantine.release === 'number') {
    check(['quarantine', 'release'], quarantine.release, 1_000);
  }
  check(['conditions', 'idle'], conditions?.idle, 1_000);
  check(['conditions', 'wait'], conditions?.wait);
  if (typeof catchUp !== 'object') return;
  const within = (path: Path, policy: CatchUpPolicy | undefined): void => {
    if (typeof policy === 'object') check([...path, 'all', 'within'], policy.all.within, 1_000);
  };
  if ('all' in catchUp) within(['catchUp'], catchUp);
  else for (const absence of ABSENCES) within(['catchUp', absence], catchUp[absence]);
}
