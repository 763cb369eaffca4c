/** Reads `settings.json` with all the faults that a file edited by hand can have. */
import { readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { DEFAULT_SETTINGS, Settings } from '#shared/nouns/settings.ts';
import { hasCode } from './atomic-file.ts';

export interface SettingsFile {
  readonly values: Partial<Settings>;
  readonly findings: readonly Finding[];
}

/**
 * What the file says, key by key: one bad value costs that value only. A file that is no JSON object is set aside
 * under a name that says when, so that nothing a person wrote is lost.
 * @throws LukaError home_unusable where the file cannot be read
 */
export async function readSettings(file: string): Promise<SettingsFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { values: {}, findings: [] };
    throw new LukaError('home_unusable', {
      message: `${file} cannot be read (${String(error)})`,
      cause: error,
    });
  }
  const object = parseObject(text);
  if (object === undefined) return setAside(file);
  const values: Record<string, unknown> = {};
  const findings: Finding[] = [];
  for (const [key, value] of Object.entries(object)) {
    const line = lineOf(text, key);
    const about = { code: 'settings_invalid', file, ...(line === undefined ? {} : { line }) };
    if (!Object.hasOwn(Settings.shape, key)) {
      findings.push({
        ...about,
        severity: 'warning',
        message: `there is no setting "${key}"`,
        remedy: `remove it; there are ${Object.keys(Settings.shape).join(', ')}`,
      });
      continue;
    }
    const parsed = Settings.shape[key as keyof Settings].safeParse(value);
    if (parsed.success) values[key] = parsed.data;
    else
      findings.push({
        ...about,
        severity: 'error',
        message: `${key}: ${parsed.error.issues[0]?.message ?? 'not valid'}`,
        remedy: `mend it; until then it is ${JSON.stringify(DEFAULT_SETTINGS[key as keyof Settings])}`,
      });
  }
  return { values, findings };
}

async function setAside(file: string): Promise<SettingsFile> {
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const aside = join(dirname(file), `settings.corrupt-${stamp}.json`);
  await rename(file, aside);
  return {
    values: {},
    findings: [
      {
        code: 'settings_invalid',
        severity: 'warning',
        message: `settings.json was not a JSON object, so the defaults are in force; it was kept as ${aside}`,
        remedy: 'mend that copy and put it back as settings.json, or remove it',
        file: aside,
      },
    ],
  };
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** 1-based line of a key of a flat JSON object. */
function lineOf(text: string, key: string): number | undefined {
  const at = text.indexOf(JSON.stringify(key));
  return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}
