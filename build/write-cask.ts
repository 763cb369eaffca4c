/**
 * Writes the Homebrew cask of a release from its template: `node build/write-cask.ts <folder with the dmg files> <base url>`.
 * The cask goes to standard output.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const TEMPLATE = new URL('homebrew/luka.rb.template', import.meta.url);
const PACKAGE = new URL('../package.json', import.meta.url);

/** @param folder holds `Luka-<version>-<arch>.dmg` for both kinds of Mac */
export async function caskOf(folder: string, baseUrl: string): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  const values: Record<string, string> = {
    version,
    base_url: baseUrl.replace(/\/$/, ''),
    sha256_arm64: await sha256(join(folder, `Luka-${version}-arm64.dmg`)),
    sha256_x64: await sha256(join(folder, `Luka-${version}-x64.dmg`)),
  };
  const text = await readFile(TEMPLATE, 'utf8');
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`the template wants ${name}, which nobody knows`);
    return value;
  });
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, baseUrl] = process.argv.slice(2);
  if (folder === undefined || baseUrl === undefined)
    throw new TypeError('usage: node build/write-cask.ts <folder> <base url>');
  process.stdout.write(await caskOf(folder, baseUrl));
}
