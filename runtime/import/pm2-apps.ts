/**
 * The programs that pm2 knows, from what it prints (`pm2 jlist`), what it saves (`dump.pm2`) or what it is told (an
 * ecosystem file as JSON). Names of fields: lib/API/schema.json and lib/God.js of pm2.
 */
import { posix } from 'node:path';

export interface Pm2App {
  readonly name: string;
  /** Where pm2 has it more than once, one for each instance; empty for a file. */
  readonly ids: readonly number[];
  /** Absolute, or the name of a program. */
  readonly script: string;
  /** `none`: the script is a program by itself. */
  readonly interpreter: string;
  readonly interpreterArgs: readonly string[];
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly cron?: string;
  readonly autorestart: boolean;
  readonly watch: boolean;
  readonly instances: number;
  /** Another user than the one pm2 runs as. */
  readonly user?: string;
  readonly env: Readonly<Record<string, string>>;
  /** It in one line; the same for the same program, wherever it was read. */
  readonly original: string;
}

type Raw = Readonly<Record<string, unknown>>;

/** lib/API/interpreter.json of pm2 */
const INTERPRETERS: Readonly<Record<string, string>> = {
  '.sh': 'bash',
  '.py': 'python3',
  '.rb': 'ruby',
  '.php': 'php',
  '.pl': 'perl',
  '.js': 'node',
  '.cjs': 'node',
  '.mjs': 'node',
};
/** What a shell, a terminal or pm2 itself put into the environment: nothing the program was told on purpose. */
const NOISE =
  /^(?:pm2_.*|pm_.*|NODE_APP_INSTANCE|unique_id|name|_|PWD|OLDPWD|SHLVL|USER|LOGNAME|HOME|SHELL|TERM|COLORTERM|COLORFGBG|TERM_.*|ITERM_.*|SSH_.*|XDG_.*|XPC_.*|DISPLAY|WAYLAND_.*|DBUS_.*|LANG|LANGUAGE|LC_.*|LS_COLORS|LSCOLORS|LESS.*|PAGER|EDITOR|VISUAL|MAIL|MANPATH|INFOPATH|HOSTNAME|HISTSIZE|HISTCONTROL|TMPDIR|MOTD_SHOWN|COMMAND_MODE|SECURITYSESSIONID|npm_.*|INIT_CWD|NVM_.*|HOMEBREW_.*|VSCODE_.*|ZSH|P9K_.*|__.*)$/i;

/** @returns undefined where the text is none of these */
export function readPm2Apps(text: string): Pm2App[] | undefined {
  const value = parseJson(text);
  const rows = Array.isArray(value)
    ? value
    : isRaw(value) && Array.isArray(value['apps'])
      ? value['apps']
      : undefined;
  if (rows === undefined || !rows.every(isRaw)) return undefined;
  const apps = new Map<string, Pm2App>();
  for (const row of rows) {
    const app = readApp(row);
    const known = apps.get(app.original);
    apps.set(
      app.original,
      known === undefined
        ? app
        : {
            ...known,
            ids: [...known.ids, ...app.ids],
            instances: Math.max(known.instances, known.ids.length + 1),
          },
    );
  }
  return [...apps.values()];
}

/** `pm2 jlist` may say something first, a line each, about a daemon that it started or that is out of date. */
function parseJson(text: string): unknown {
  const plain = text.replace(/^\ufeff/, '').trim();
  for (const candidate of [plain, plain.slice(plain.search(/^(?:\[\s*[{\]]|\{)/m))]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // Told by the caller: no other text is tried than these two.
    }
  }
  return undefined;
}

function readApp(row: Raw): Pm2App {
  const inner = isRaw(row['pm2_env']) ? row['pm2_env'] : {};
  const get = (...names: readonly string[]): unknown =>
    names.map((name) => inner[name] ?? row[name]).find((value) => value !== undefined && value !== null);
  const cwd = textOf(get('pm_cwd', 'cwd'));
  const path = textOf(get('pm_exec_path', 'script', 'exec')) ?? '';
  const known = INTERPRETERS[posix.extname(path)];
  const isBare = !path.includes('/') && known === undefined;
  const script = isBare || cwd === undefined || !cwd.startsWith('/') ? path : posix.resolve(cwd, path);
  const named = textOf(get('exec_interpreter', 'interpreter'));
  const interpreter = named ?? known ?? 'none';
  const cronText = textOf(get('cron_restart', 'cron'));
  const cron = cronText === undefined || cronText === '0' ? undefined : cronText;
  const name = textOf(get('name')) ?? posix.basename(path, posix.extname(path));
  const interpreterArgs = wordsOf(get('node_args', 'interpreter_args', 'interpreterArgs'));
  const args = wordsOf(get('args'));
  const id = get('pm_id');
  const user = textOf(get('uid', 'user'));
  const instances = Number(get('instances') ?? 1);
  const words = [...(interpreter === 'none' ? [] : [interpreter, ...interpreterArgs]), script, ...args];
  return {
    name,
    ids: typeof id === 'number' ? [id] : [],
    script,
    interpreter,
    interpreterArgs,
    args,
    ...(cwd === undefined ? {} : { cwd }),
    ...(cron === undefined ? {} : { cron }),
    autorestart: ![false, 'false'].includes(get('autorestart') as boolean | string),
    watch: get('watch') !== undefined && get('watch') !== false,
    instances: Number.isFinite(instances) && instances > 1 ? instances : 1,
    ...(user === undefined ? {} : { user }),
    env: readEnv(get('env'), name),
    original: `${name}: ${words.join(' ')}${cron === undefined ? '' : ` (cron_restart ${cron})`}`,
  };
}

function readEnv(value: unknown, app: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, text] of Object.entries(isRaw(value) ? value : {})) {
    // pm2 also keeps an object under the program's own name.
    if (NOISE.test(name) || name === app || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    if (typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean')
      env[name] = String(text);
  }
  return env;
}

/** A list of words, or one text of words, some of them in quotes. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value))
    return value.filter((word) => ['string', 'number'].includes(typeof word)).map(String);
  if (typeof value !== 'string') return [];
  return [...value.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) => double ?? single ?? '',
    ),
  );
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
