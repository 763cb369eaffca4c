/** Markdown files of real text: the readmes of node_modules, cut and put together anew. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimit } from '#runtime/tasks/map-limit.ts';

const LENGTH = 4_800;

export async function textsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const texts = await mapLimit(names.filter((name) => name.endsWith('.md')).toSorted(), 16, (name) =>
    readFile(join(folder, name), 'utf8').catch(() => ''),
  );
  return texts.filter((text) => text.length > 200 && text.length < 400_000);
}

/** Each a stretch of another text, with its headings as they come. */
export async function makeCorpus(folder: string, texts: readonly string[], files: number): Promise<void> {
  const all = texts.join('\n\n');
  await mapLimit(
    Array.from({ length: files }, (_, at) => at),
    32,
    async (at) => {
      const below = join(folder, `${at % 20}`, `${Math.floor(at / 20) % 25}`);
      await mkdir(below, { recursive: true });
      const from = (at * 4_177) % Math.max(1, all.length - LENGTH);
      await writeFile(join(below, `note-${at}.md`), `# Note ${at}\n\n${all.slice(from, from + LENGTH)}\n`);
    },
  );
}
