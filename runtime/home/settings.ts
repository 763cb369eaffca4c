/**
 * Settings: the file `settings.json` in the home, one schema, and two environment variables that win over the file.
 * A carrier writes the file: `conf` where there is no window, `electron-store` in the desktop host. Both keep the
 * same JSON. Reading needs no carrier, because loading one costs more than everything else a start reads.
 */
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { DEFAULT_SETTINGS, Settings } from '#shared/nouns/settings.ts';
import { hasCode } from './atomic-file.ts';
import type { HomeLayout } from './layout.ts';
import { readSettings } from './settings-file.ts';

type SettingsListener = (settings: Settings, before: Settings) => void;

export interface SettingsStore {
  /** The settings in force: defaults, then the file, then the environment. */
  get(): Settings;
  /** What is wrong with the file as it was last read. */
  findings(): readonly Finding[];
  /**
   * Changes the file, keeping what it holds besides. Ports take effect at the next start.
   * @throws LukaError settings_invalid, disk_full, home_unusable
   */
  update(patch: Partial<Settings>): Promise<Settings>;
  /** @returns a function that ends it */
  onChange(listener: SettingsListener): () => void;
}

/** The part of `conf` and `electron-store` that is used. */
interface SettingsCarrier {
  set(values: Record<string, unknown>): void;
}
export interface SettingsOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Called once, at the first change. */
  readonly openCarrier: () => Promise<SettingsCarrier>;
}

/** What both carriers are told, so that they keep the same file in the same way. */
export function carrierOptions(layout: HomeLayout) {
  return {
    cwd: dirname(layout.settings),
    fileExtension: 'json',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  } as const;
}

/** Settings carried by `conf`: the headless host's. */
export function createConfSettings(
  layout: HomeLayout,
  env: NodeJS.ProcessEnv = process.env,
): Promise<SettingsStore> {
  return createSettings(layout, {
    env,
    openCarrier: async () => {
      const { default: Conf } = await import('conf');
      return new Conf({ ...carrierOptions(layout), configName: 'settings' });
    },
  });
}

/** @throws LukaError settings_invalid where the environment holds a value that is none; home_unusable */
export async function createSettings(layout: HomeLayout, options: SettingsOptions): Promise<SettingsStore> {
  const overrides = environmentOverrides(options.env ?? process.env);
  const listeners = new Set<SettingsListener>();
  let file = await readSettings(layout.settings);
  let carrier: SettingsCarrier | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inForce = (): Settings => ({ ...DEFAULT_SETTINGS, ...file.values, ...overrides });

  async function change(patch: Partial<Settings>): Promise<Settings> {
    const values = parsePatch(patch);
    const before = inForce();
    // Read again: a person may have edited the file since, and a carrier cannot open a damaged one.
    file = await readSettings(layout.settings);
    carrier ??= await options.openCarrier();
    try {
      carrier.set(values);
    } catch (error) {
      throw asWriteError(layout.settings, error);
    }
    file = await readSettings(layout.settings);
    const after = inForce();
    for (const listener of listeners) listener(after, before);
    return after;
  }

  return {
    get: inForce,
    findings: () => file.findings,
    update(patch) {
      const done = last.then(() => change(patch));
      last = done.catch(() => undefined);
      return done;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parsePatch(patch: Partial<Settings>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(Settings.shape, key))
      throw new LukaError('settings_invalid', { message: `there is no setting "${key}"` });
    const parsed = Settings.shape[key as keyof Settings].safeParse(value);
    if (!parsed.success)
      throw new LukaError('settings_invalid', {
        message: `${key}: ${parsed.error.issues[0]?.message ?? 'not valid'}`,
      });
    values[key] = parsed.data;
  }
  return values;
}

/** LUKA_API_PORT and LUKA_UI_PORT; 0 asks for any free port. */
function environmentOverrides(env: NodeJS.ProcessEnv): Partial<Settings> {
  const apiPort = environmentPort(env, 'LUKA_API_PORT');
  const uiPort = environmentPort(env, 'LUKA_UI_PORT');
  return { ...(apiPort === undefined ? {} : { apiPort }), ...(uiPort === undefined ? {} : { uiPort }) };
}

function environmentPort(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new LukaError('settings_invalid', {
      message: `${name} is "${text}", which is no port`,
      remedy: `set ${name} to a number from 0 to 65535, or unset it`,
    });
  return Number(text);
}

function asWriteError(file: string, error: unknown): LukaError {
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT'))
    return new LukaError('disk_full', { message: `the disk is full: ${file} was not written`, cause: error });
  return new LukaError('home_unusable', {
    message: `${file} cannot be written (${String(error)})`,
    cause: error,
  });
}
