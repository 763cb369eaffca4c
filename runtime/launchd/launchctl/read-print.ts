/**
 * Reads `launchctl print <domain>/<label>`. Its layout is no interface and has changed with most releases (launchctl(1):
 * "This output is NOT API"), so what is not plainly there is left out and never guessed.
 */

export interface PrintedService {
  /** As launchd says it: `running`, `not running`, `spawn scheduled`, `waiting`, `SIGTERMed`. */
  readonly state?: string | undefined;
  /** `exited`, `spawn failed`; newer releases only. */
  readonly jobState?: string | undefined;
  readonly pid?: number | undefined;
  readonly runs?: number | undefined;
  /** Absent where it never ended, or launchd has no number for it. */
  readonly lastExitCode?: number | undefined;
  /** A number: 15 for `Terminated: 15`. */
  readonly lastSignal?: number | undefined;
  /** Where launchd ended it, or did not let it begin: `OS_REASON_EXEC | …`. */
  readonly lastExitReason?: string | undefined;
  /** True only where launchd says so in words. */
  readonly neverExited: boolean;
  /** Of its plist. */
  readonly path?: string | undefined;
  readonly program?: string | undefined;
  readonly spawnType?: string | undefined;
  /** Why its start is held back: `speculative`, `inefficient`, `semaphore`. */
  readonly pended: readonly string[];
  /** The throttle: between two starts there is at least this, seconds. */
  readonly minimumRuntime?: number | undefined;
  /** What it is given to end by itself, seconds. */
  readonly exitTimeout?: number | undefined;
  /** Why it was started last. */
  readonly immediateReason?: string | undefined;
  readonly properties: readonly string[];
}

/** @returns undefined where the text is no print of one service */
export function readPrint(text: string): PrintedService | undefined {
  const facts = outerFacts(text);
  if (facts === undefined) return undefined;
  const get = (name: string) => facts.get(name);
  const exit = get('last exit code') ?? get('last exit status');
  return {
    state: get('state'),
    jobState: get('job state'),
    pid: positive(get('pid')),
    runs: whole(get('runs')),
    lastExitCode: whole(/^(-?\d+)/.exec(exit ?? '')?.[1]),
    lastSignal: positive(/(\d+)$/.exec(get('last terminating signal') ?? '')?.[1]),
    lastExitReason: get('last exit reason'),
    neverExited: exit === '(never exited)',
    path: get('path'),
    program: get('program'),
    spawnType: get('spawn type'),
    pended: pendedIn(facts),
    minimumRuntime: whole(get('minimum runtime')),
    exitTimeout: whole(get('exit timeout')),
    immediateReason: get('immediate reason'),
    properties: (get('properties') ?? '')
      .split('|')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  };
}

/** `name = value` of the outermost braces; the first where one stands twice, for blocks within have the same names. */
function outerFacts(text: string): Map<string, string> | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^\S.* = \{\s*$/.test(line));
  if (start === -1) return undefined;
  const facts = new Map<string, string>();
  let depth = 1;
  for (const line of lines.slice(start + 1)) {
    const trimmed = line.trim();
    if (trimmed === '}') depth -= 1;
    else if (/ (?:=|=>) \{$/.test(trimmed)) depth += 1;
    else if (depth === 1) {
      const at = trimmed.indexOf(' = ');
      const name = at === -1 ? '' : trimmed.slice(0, at);
      if (name !== '' && !facts.has(name)) facts.set(name, trimmed.slice(at + 3).trim());
    }
    if (depth === 0) break;
  }
  return facts;
}

function pendedIn(facts: ReadonlyMap<string, string>): string[] {
  const reasons: string[] = [];
  for (const [name, value] of facts) {
    // Newest releases print the line always, with a truth value.
    if (/^pended (?:nondemand )?spawn$/.test(name) && !/^(?:0|false|no|\(none\))$/.test(value))
      reasons.push(/^(?:1|true|yes)$/.test(value) ? 'no reason given' : value);
  }
  return reasons;
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function positive(text: string | undefined): number | undefined {
  const number = whole(text);
  return number !== undefined && number > 0 ? number : undefined;
}
