/** Programs that index the same files, where they are installed: how long their first sync takes, from nothing to a whole index. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MOST_OUTPUT = 64 * 1_048_576;

export interface OtherIndexer {
  readonly name: string;
  /** How it is installed where it is not found. */
  readonly install: string;
  /** Indexes all Markdown files of a folder. @param place an empty folder for what it keeps */
  readonly index: (program: string, folder: string, place: string) => Promise<void>;
}

const RECOLL: OtherIndexer = {
  name: 'recollindex',
  install: 'apt-get install recollcmd, or brew install recoll',
  index: async (program, folder, place) => {
    // Without a list for its spelling checker, which Luka does not make here either.
    await writeFile(join(place, 'recoll.conf'), `topdirs = ${folder}\nnoaspell = 1\n`);
    await run(program, ['-c', place], { maxBuffer: MOST_OUTPUT, env: { ...process.env, HOME: place } });
  },
};

const QMD: OtherIndexer = {
  name: 'qmd',
  install: 'npm install -g @tobilu/qmd',
  index: async (program, folder, place) => {
    const config = join(place, 'config');
    await mkdir(join(config, 'qmd'), { recursive: true });
    await writeFile(
      join(config, 'qmd', 'index.yml'),
      `collections:\n  notes:\n    path: ${JSON.stringify(folder)}\n    pattern: "**/*.md"\n`,
    );
    // Its index of words, as `qmd update` makes it; vectors need models that are downloaded.
    const env = {
      ...process.env,
      HOME: place,
      XDG_CONFIG_HOME: config,
      XDG_CACHE_HOME: join(place, 'cache'),
    };
    await run(program, ['update'], { maxBuffer: MOST_OUTPUT, env });
  },
};

export const OTHER_INDEXERS: readonly OtherIndexer[] = [RECOLL, QMD];

/** ms; undefined where it is not installed. @throws where it is, and fails */
export async function firstIndex(
  { name, index }: OtherIndexer,
  folder: string,
  place: string,
): Promise<number | undefined> {
  const program = await onPath(name);
  if (program === undefined) return undefined;
  await mkdir(place, { recursive: true });
  const before = performance.now();
  await index(program, folder, place);
  return performance.now() - before;
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, name);
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && isThere) return program;
  }
  return undefined;
}
