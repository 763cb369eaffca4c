/**
 * One feed of updates for both kinds of Mac: each is packaged on a machine of its own and writes a `latest-mac.yml` that names
 * its own files only. `node build/merge-feeds.ts <latest-mac.yml> <latest-mac.yml>`; the feed goes to standard output.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

/** What electron-builder writes, as far as it is read by electron-updater. */
const Feed = z.looseObject({
  version: z.string(),
  files: z.array(z.looseObject({ url: z.string(), sha512: z.string() })).min(1),
  path: z.string(),
  sha512: z.string(),
});

/** @throws TypeError where they are of different versions, or name the same file */
export function mergeFeeds(texts: readonly string[]): string {
  const feeds = texts.map((text) => Feed.parse(parse(text)));
  const [first, ...others] = feeds;
  if (first === undefined) throw new TypeError('there is no feed to merge');
  const different = others.find(({ version }) => version !== first.version);
  if (different) throw new TypeError(`one feed is of ${first.version}, another of ${different.version}`);
  const files = feeds.flatMap((feed) => feed.files);
  if (new Set(files.map(({ url }) => url)).size !== files.length)
    throw new TypeError('two feeds name the same file');
  // `path` is for readers that know no list of files: those are older than Macs with chips of Apple.
  const older = feeds.find(({ path }) => !path.includes('arm64')) ?? first;
  return stringify({ ...older, files }, { lineWidth: 0 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const texts = await Promise.all(process.argv.slice(2).map((file) => readFile(file, 'utf8')));
  process.stdout.write(mergeFeeds(texts));
}
