/** The text of `policy.yaml` to a policy, or to findings that each name line and column. */
import type { Finding } from '#shared/nouns/finding.ts';
import { Policy } from '#shared/nouns/policy.ts';
import type { BlackoutWindow } from '#shared/nouns/schedule-policy.ts';
import { zoneOf } from '../../schedule/zone.ts';
import type { FaultList } from '../../tasks/faults.ts';
import { readOwnFile } from '../../tasks/read-own-file.ts';
import type { Path } from '../../tasks/source-text.ts';

export interface ParsedPolicy {
  /** Absent while any finding is an error. */
  readonly policy?: Policy;
  readonly findings: readonly Finding[];
}

/** What people write who know other tools. */
const HINTS: Readonly<Record<string, string>> = {
  freeze: 'call it "paused"',
  frozen: 'call it "paused"',
  allow: 'put it under "commands"',
  deny: 'put it under "commands" as "never"',
  never: 'put it under "commands"',
  ask: 'put it under "commands" or "thresholds"',
  'commands.deny': 'call it "never"',
  'commands.block': 'call it "never"',
  'commands.always': 'call it "allow"',
  'thresholds.person': 'put it under "ask" or "deny"',
  'thresholds.agent': 'put it under "ask" or "deny"',
  'thresholds.schedule': 'put it under "ask" or "deny"',
  sandbox: 'call it "confinement"',
  paths: 'call it "roots"',
  environment: 'call it "env"',
};

/** @param file its path, as findings name it. Never throws for what the text holds. An empty file is an empty policy. */
export function parsePolicy(text: string, file: string): ParsedPolicy {
  const { value, findings } = readOwnFile(text, {
    file,
    schema: Policy,
    code: 'policy_invalid',
    what: 'a policy',
    tooLarge: {
      message: 'the policy is larger than 128 KiB',
      remedy: 'a policy is a page or two: remove what is not one',
    },
    hints: () => HINTS,
    check: checkZones,
  });
  return value === undefined ? { findings } : { policy: value, findings };
}

function checkZones(policy: Policy, faults: FaultList): void {
  for (const [asker, windows] of Object.entries(policy.hours ?? {})) {
    for (const [index, window] of (windows ?? []).entries()) {
      if (isZone(window)) continue;
      const path: Path = ['hours', asker, index, 'tz'];
      const message = `"${window.tz}" is no time zone`;
      faults.add(() => ({
        code: 'policy_invalid',
        path,
        message,
        remedy: 'use an IANA name such as Asia/Bangkok',
      }));
    }
  }
}

function isZone({ tz }: BlackoutWindow): boolean {
  try {
    zoneOf(tz);
    return true;
  } catch {
    return false;
  }
}
