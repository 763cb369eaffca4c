/** Lints plists of files and folders, together: what only shows between two of them is found, too. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentFinding } from '#shared/nouns/agent.ts';
import { mapLimit } from '../../tasks/map-limit.ts';
import { readPlistBytes } from '../plist/read-plist-file.ts';
import { cachedFacts, type MachineFacts } from './facts.ts';
import { findingsOf, inOrder, type Found } from './findings.ts';
import { FOLDER_RULES } from './folder-rules/index.ts';
import { plistUnread } from './folder-rules/plist-unread.ts';
import { isSample, textAt } from './job-words.ts';
import { ask, linted } from './lint-plist.ts';
import type { LintedPlist } from './rule.ts';

export interface LintedFile {
  readonly file: string;
  readonly label?: string | undefined;
  readonly findings: readonly AgentFinding[];
}

const READS_AT_ONCE = 16;

/**
 * @param paths absolute; of a folder its `.plist` and `.plist.sample` files are read, not those of folders in it
 * @returns by path
 * @throws LukaError file_unreadable where one of the paths cannot be read at all
 */
export async function lintFolders(paths: readonly string[], facts: MachineFacts): Promise<LintedFile[]> {
  const files = [...new Set((await Promise.all(paths.map(filesOf))).flat())].toSorted();
  const read = await mapLimit(files, READS_AT_ONCE, async (file): Promise<LintedPlist | AgentFinding> => {
    try {
      return linted(await readPlistBytes(file), file);
    } catch (error) {
      return unread(file, error);
    }
  });
  const plists = read.filter((each) => 'job' in each);
  const findings = await lintTogether(plists, facts);
  return read.map((each, at) =>
    'job' in each
      ? { file: files[at] ?? '', label: textAt(each.job, 'Label'), findings: findings.get(each) ?? [] }
      : { file: files[at] ?? '', findings: [each] },
  );
}

/** What is wrong with each of some plists that were read already (`linted`), and between them, in their order. */
export async function lintTogether(
  plists: readonly LintedPlist[],
  facts: MachineFacts,
): Promise<Map<LintedPlist, AgentFinding[]>> {
  const known = cachedFacts(facts);
  const between = compare(plists);
  const found = await mapLimit(plists, READS_AT_ONCE, async (plist) =>
    findingsOf(inOrder([...(between.get(plist) ?? []), ...(await ask(plist, known))], plist), plist),
  );
  return new Map(plists.map((plist, at) => [plist, found[at] ?? []]));
}

/** What is wrong between plists: told of each but the first. */
export function compare(plists: readonly LintedPlist[]): Map<LintedPlist, Found[]> {
  const found = new Map<LintedPlist, Found[]>();
  for (const rule of FOLDER_RULES) {
    const firsts = new Map<string, LintedPlist>();
    for (const plist of plists) {
      const sameness = isSample(plist.file) ? undefined : rule.sameness(plist);
      if (sameness === undefined) continue;
      const first = firsts.get(sameness);
      if (first === undefined) firsts.set(sameness, plist);
      const hit = first && rule.hit(plist, first);
      if (hit) found.set(plist, [...(found.get(plist) ?? []), { rule, hit }]);
    }
  }
  return found;
}

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    return names.filter((name) => /\.plist(?:\.sample)?$/.test(name)).map((name) => join(path, name));
  } catch (error) {
    throw new LukaError('file_unreadable', {
      message: `${path} cannot be read (${error instanceof Error ? error.message : String(error)})`,
      cause: error,
    });
  }
}

function unread(file: string, error: unknown): AgentFinding {
  const { code, severity, explanation, source } = plistUnread;
  return {
    code,
    severity,
    message: `it cannot be read (${error instanceof Error ? error.message : String(error)})`,
    remedy: 'look at its owner and mode; a link may lead nowhere',
    explanation,
    source,
    file,
  };
}
