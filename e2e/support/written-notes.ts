/** A folder of notes for a spec: what a person and their team wrote, English and Thai, and files that cannot be read. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personHome } from '../drivers/luka-process.ts';

const RESTORE = `---
title: Restoring the studio
tags: [backup, studio]
---
# Restoring the studio

Written after the drive failed in March.

## Where the copies are

The nightly copy of the studio lies on the drive called Harbour, in the folder Nightly.
A second copy goes to the office every Friday.

## How it is done

Restoring the studio takes about forty minutes when the drive Harbour is plugged in.
Somebody has to hold the shift key while the machine starts.
`;
const DECISIONS = `# Decisions of March

## The garden site

We decided to move the garden site to the small server, because the large one is loud.
Mali writes the announcement before Friday.
`;
const THAI = `# บันทึกการสำรองข้อมูล

เมื่อสำรองข้อมูลล้มเหลว ให้ตรวจสอบดิสก์ก่อน แล้วจึงเริ่มใหม่
`;

/** Files that are written beside each other. */
const AT_ONCE = 64;

export interface WrittenNotes {
  readonly folder: string;
  fileOf(name: string): string;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** @param home of the Luka that is to read them; they lie in its person's home */
export async function writeNotes(
  home: string,
  { diary = 40 }: { diary?: number } = {},
): Promise<WrittenNotes> {
  const folder = join(personHome(home), 'Notes');
  const fileOf = (name: string): string => join(folder, name);
  const write = async (name: string, text: string | Uint8Array): Promise<void> =>
    writeFile(fileOf(name), text);
  await mkdir(join(folder, 'diary'), { recursive: true });
  await write('restoring.md', RESTORE);
  await write('decisions.md', DECISIONS);
  await write('thai.md', THAI);
  await write('picture.md', new Uint8Array([0, 1, 2, 3, 0, 255, 254, 0, 7]));
  await symlink(folder, fileOf('round')).catch(() => undefined);
  const days = Array.from({ length: diary }, (_, day) => day);
  for (let at = 0; at < diary; at += AT_ONCE)
    await Promise.all(days.slice(at, at + AT_ONCE).map((day) => write(`diary/day-${day}.md`, diaryDay(day))));
  return { folder, fileOf, write, remove: (name) => rm(fileOf(name)) };
}

function diaryDay(day: number): string {
  const words = Array.from(
    { length: 60 },
    (_, n) => `The walk of day ${day} led past house ${(day * 7 + n) % 97}.`,
  );
  return `# Day ${day}\n\n${words.join('\n')}\n`;
}
