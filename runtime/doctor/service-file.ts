/** The file by which the system keeps Luka running, and the command in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LAUNCHD_LABEL } from '../deploy/luka/launchd-service.ts';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import { entryOf, type PlistValue } from '../launchd/plist/plist-value.ts';
import { readPlist } from '../launchd/plist/read-plist.ts';
import type { Patient } from './check.ts';

export interface ServiceFile {
  readonly file: string;
  /** Program and arguments; empty where the file names none that could be read. */
  readonly argv: readonly string[];
}

/** Those that are there, of this system. */
export async function serviceFiles({ platform, personHome, env }: Patient): Promise<ServiceFile[]> {
  const config = env['XDG_CONFIG_HOME'];
  const folder = config?.startsWith('/') === true ? config : join(personHome, '.config');
  const files =
    platform === 'darwin'
      ? [
          join(personHome, 'Library', 'LaunchAgents', `${LAUNCHD_LABEL}.plist`),
          `/Library/LaunchDaemons/${LAUNCHD_LABEL}.plist`,
        ]
      : [join(folder, 'systemd', 'user', 'luka.service')];
  const found: ServiceFile[] = [];
  for (const file of files) {
    const bytes = await readFile(file).catch(undefinedWhereGone);
    if (bytes === undefined) continue;
    found.push({ file, argv: file.endsWith('.plist') ? argvOfPlist(bytes) : argvOfUnit(bytes.toString()) });
  }
  return found;
}

function argvOfPlist(bytes: Uint8Array): string[] {
  const { root } = readPlist(bytes);
  const list = root?.kind === 'dict' ? entryOf(root, 'ProgramArguments')?.value : undefined;
  if (list?.kind !== 'array') return [];
  return list.items.flatMap((item: PlistValue) => (item.kind === 'string' ? [item.value] : []));
}

/** As `unitWord` writes them: each word in quotes. */
function argvOfUnit(text: string): string[] {
  const line = /^ExecStart=(.*)$/m.exec(text)?.[1] ?? '';
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    (quoted ?? bare ?? '').replaceAll(/\\(.)/g, '$1').replaceAll('%%', '%').replaceAll('$$', '$'),
  );
}
