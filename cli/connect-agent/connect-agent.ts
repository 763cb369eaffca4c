/** Gives a coding agent a client of its own, and tells it how to start Luka's server. */
import { lstat, mkdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Client } from '#shared/http/client.ts';
import type { ClientRecord, Role } from '#shared/nouns/role.ts';
import { createFile, hasCode, replaceFile, undefinedWhereGone } from '#runtime/home/atomic-file.ts';
import type { AgentConfig, ServerEntry } from './agent-kinds.ts';
import { addToJson, jsonPart } from './json-config.ts';
import { addToToml, tomlPart } from './toml-config.ts';

/** What Luka is called in the agent's configuration. */
export const SERVER_NAME = 'luka';

export interface AgentClient {
  readonly client: ClientRecord;
  readonly tokenFile: string;
  /** False where it had been made before, and is used on. */
  readonly created: boolean;
}

/**
 * A client of that name, with its token in a file that only the person can read. One that is there with its file is used
 * on; one whose token is lost is revoked, and made anew.
 * @throws LukaError client_invalid where a client of that name has another role
 */
export async function agentClient(
  luka: Client,
  folder: string,
  { name, role }: { name: string; role: Role },
): Promise<AgentClient> {
  const tokenFile = join(folder, `${name}.token`);
  const { clients } = await luka.listClients();
  const found = clients.find((one) => one.name === name && one.revokedAt === undefined);
  if (found && found.role !== role)
    throw new LukaError('client_invalid', {
      message: `there is a client ${name} already, and its role is ${found.role}`,
      remedy: 'give another --name',
    });
  if (found && (await exists(tokenFile)) && !isOver(found))
    return { client: found, tokenFile, created: false };
  if (found) await luka.revokeClient({ params: { client: found.id } });
  const { client, token } = await luka.createClient({ body: { name, role } });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(tokenFile, `${token}\n`);
  return { client, tokenFile, created: true };
}

export interface WrittenConfig {
  /** False where the entry stood there already. */
  readonly changed: boolean;
  /** The file as it was before; absent where there was none or nothing was changed. */
  readonly backup?: string;
}

/**
 * Adds the entry to the agent's configuration. Where that is a link, into a folder of dotfiles perhaps, it stays one: what it
 * leads to is written, and kept beside that.
 * @throws LukaError connect_unreadable, disk_full
 */
export async function writeConfig(
  config: AgentConfig,
  entry: ServerEntry,
  now: Date,
): Promise<WrittenConfig> {
  const file = await fileBehind(config.file);
  const before = await readFile(file, 'utf8').catch(undefinedWhereGone);
  const add = config.format === 'toml' ? addToToml : addToJson;
  const after = add(before ?? '', SERVER_NAME, entry, config.file);
  if (after === before) return { changed: false };
  await mkdir(dirname(file), { recursive: true });
  if (before === undefined) {
    await replaceFile(file, after);
    return { changed: true };
  }
  const backup = `${file}.${stampOf(now)}.bak`;
  await createFile(backup, before);
  await replaceFile(file, after, (await stat(file)).mode & 0o777);
  return { changed: true, backup };
}

/** What a person adds by hand. */
export function configPart(config: AgentConfig, entry: ServerEntry): string {
  return config.format === 'toml' ? tomlPart(SERVER_NAME, entry) : jsonPart(SERVER_NAME, entry);
}

/** Where links lead, also to a file that is not there yet. */
async function fileBehind(path: string): Promise<string> {
  const real = await realpath(path).catch(undefinedWhereGone);
  if (real !== undefined) return real;
  const isLink = (await lstat(path).catch(undefinedWhereGone))?.isSymbolicLink() === true;
  return isLink ? fileBehind(resolve(dirname(path), await readlink(path))) : path;
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function isOver({ expiresAt }: ClientRecord): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= Date.now();
}

function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
