/** What a unit file says of its job: systemd.syntax(7), systemd.service(5), systemd.timer(5), systemd.path(5). Tolerant: whatever it is, it is read. */

export interface UnitFacts {
  /** Program and arguments of the first ExecStart. */
  readonly command: readonly string[];
  /** When it is started, in words. */
  readonly schedule: readonly string[];
  /** Whether systemd starts it again when it ended. */
  readonly keptAlive: boolean;
}

/** `TimeoutSec` and the like have no say in when a timer fires. */
const STARTS: Readonly<Record<string, (value: string) => string>> = {
  OnCalendar: (value) => value,
  OnActiveSec: (value) => `${value} after it was enabled`,
  OnBootSec: (value) => `${value} after the machine started`,
  OnStartupSec: (value) => `${value} after the login`,
  OnUnitActiveSec: (value) => `${value} after it was started last`,
  OnUnitInactiveSec: (value) => `${value} after it ended last`,
  PathExists: (value) => `when ${value} is there`,
  PathChanged: (value) => `when ${value} was written`,
  PathModified: (value) => `when ${value} changes`,
  DirectoryNotEmpty: (value) => `when something is in ${value}`,
};
/** Before the program of ExecStart: systemd.service(5), "Command lines". */
export const PREFIXES = /^[-@:+!]+/;

export function unitFacts(text: string, kind: 'service' | 'timer' | 'path'): UnitFacts {
  const settings = settingsOf(text);
  const last = (name: string): string | undefined => settings.findLast(([key]) => key === name)?.[1];
  // An empty value takes back those before it.
  const from = settings.findLastIndex(([key, value]) => key === 'ExecStart' && value === '');
  const start = settings.slice(from + 1).find(([key]) => key === 'ExecStart')?.[1];
  const restart = last('Restart') ?? 'no';
  const wanted = settings.some(([key, value]) => key === 'WantedBy' && value !== '');
  return {
    command: start === undefined ? [] : wordsOf(start.replace(PREFIXES, '')),
    schedule:
      kind !== 'service'
        ? settings.flatMap(([key, value]) => (key in STARTS && value !== '' ? [STARTS[key]!(value)] : []))
        : [restart === 'no' ? (wanted ? 'at login' : 'on demand') : 'kept alive'],
    keptAlive: kind === 'service' && restart !== 'no',
  };
}

/** Keys and values of all sections, in their order; comments and what is no setting are left out. */
export function settingsOf(text: string): (readonly [key: string, value: string])[] {
  // A line that ends with a backslash goes on in the next one.
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value ?? ''] as const];
    });
}

/**
 * The words of a command line or of `Environment=`. `%%` and `$$` stand for one of themselves.
 * @param home what `%h` stands for; it stays as it is where nothing is said
 */
export function wordsOf(line: string, home?: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)].map(
    ([, double, single, bare]) =>
      expandHome((double ?? single ?? bare!).replaceAll(/\\(.)/g, '$1'), home).replaceAll('$$', '$'),
  );
}

export function expandHome(text: string, home?: string): string {
  return text.replaceAll(/%[%h]/g, (found) => (found === '%%' ? '%' : (home ?? found)));
}
