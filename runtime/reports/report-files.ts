/** The files of a report: Markdown, and a page beside it. Never written over where a person changed one. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile, replaceFile, undefinedWhereGone } from '../home/atomic-file.ts';

/** Bytes of a report that are given: whoever wrote more reads it in an editor. */
const MOST_BYTES = 1_000_000;

export interface WrittenFiles {
  /** Of the files, without their ends. */
  readonly name: string;
  readonly textHash: string;
  readonly pageHash: string;
}

/**
 * In the place of what Luka wrote there before, where it still is as it was; else beside it, with a number.
 * @throws LukaError disk_full; anything else as the system says it
 */
export async function writeReport(
  folder: string,
  report: { readonly stem: string; readonly markdown: string; readonly page: string },
  before: WrittenFiles | undefined,
): Promise<WrittenFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hashes = { textHash: hashOf(report.markdown), pageHash: hashOf(report.page) };
  const at = (name: string, end: string) => join(folder, `${name}.${end}`);
  if (before && (await isAsWritten(folder, before))) {
    // The page first: whoever sees the new Markdown finds the page that belongs to it.
    await replaceFile(at(before.name, 'html'), report.page);
    await replaceFile(at(before.name, 'md'), report.markdown);
    return { name: before.name, ...hashes };
  }
  for (let count = 1; ; count += 1) {
    const name = `${report.stem}${count === 1 ? '' : `-${count}`}`;
    if ((await stat(at(name, 'html')).catch(undefinedWhereGone)) !== undefined) continue;
    if (!(await createFile(at(name, 'md'), report.markdown))) continue;
    await replaceFile(at(name, 'html'), report.page);
    return { name, ...hashes };
  }
}

/** A file that was removed is nobody's work that could be lost, as long as the other one is as it was. */
async function isAsWritten(folder: string, { name, textHash, pageHash }: WrittenFiles): Promise<boolean> {
  const same = async (end: string, hash: string) => {
    const bytes = await readFile(join(folder, `${name}.${end}`)).catch(undefinedWhereGone);
    return bytes === undefined || hashOf(bytes) === hash;
  };
  return (await same('md', textHash)) && (await same('html', pageHash));
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** At most a megabyte of it. Undefined where there is no such file. */
export async function readReport(file: string): Promise<{ text: string; cut: boolean } | undefined> {
  const handle = await open(file, 'r').catch(undefinedWhereGone);
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, MOST_BYTES));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(buffer.subarray(0, bytesRead));
    return { text, cut: size > MOST_BYTES };
  } finally {
    await handle.close();
  }
}
