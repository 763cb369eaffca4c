/** What a person and their team wrote over the months, English and Thai. For screenshots. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const NOTES: Readonly<Record<string, string>> = {
  'backup/nightly-backup.md': `---
title: Nightly backup
tags: [backup, studio]
date: 2026-10-02
---
# Nightly backup

The nightly backup copies the studio to the drive Harbour at 02:30.
It takes about twenty minutes when few pictures changed.

## When it fails

If the drive is asleep the copy stops with code 23. Wake the drive first, then run the backup again.
Old copies are kept for thirty days, because the drive is small.
`,
  'backup/restore.md': `---
title: Restoring the studio
tags: [backup]
date: 2026-09-12
---
# Restoring the studio

## How it is done

Restoring the studio takes about forty minutes when the drive Harbour is plugged in.
Hold the shift key while the machine starts, and choose the drive.

## How it went in March

The restore of March took an hour, since the cable was the short one.
`,
  'backup/สำรองข้อมูล.md': `# การสำรองข้อมูล

ระบบสำรองข้อมูลของสตูดิโอทำงานทุกคืนเวลา 02:30 ไปยังดิสก์ภายนอกชื่อ Harbour
ถ้าสำรองข้อมูลล้มเหลว ให้ตรวจสอบว่าดิสก์หลับอยู่หรือไม่ แล้วจึงเริ่มใหม่อีกครั้ง

## การกู้คืน

การกู้คืนข้อมูลใช้เวลาประมาณสี่สิบนาที
`,
  'garden/site.md': `# The garden site

We moved the garden site to the small server, because the large one is loud.
Mali writes the announcement before Friday. See [the plan](plan.md).
`,
  'garden/plan.md': orchard('two'),
  'garden/plan copy.md': orchard('three'),
  'meetings/2026-11-06.md': `# Meeting of 6 November

- Invoices go out on the first Monday from now on
- The photo import waits until the camera is charged
- Mali asks the bank about the old account
`,
  'meetings/2026-11-20.md': `# Meeting of 20 November

- The nightly backup moves to the drive Harbour, version 2.1 of the script is in use
- ประชุมครั้งหน้าวันศุกร์ เวลาเก้าโมงเช้า
`,
  'ops/servers.yaml':
    'small:\n  address: garden.local\n  loud: false\nlarge:\n  address: attic.local\n  loud: true\n',
};

export const BELIEVABLE_MEMORIES: readonly (readonly [kind: string, text: string])[] = [
  [
    'solution',
    'Wake the drive Harbour before the backup starts: the copy stops with code 23 where it sleeps',
  ],
  ['insight', 'The photo import is slow only where the camera is below a fifth of its charge'],
  ['error', 'The bank refuses invoices without a reference since September'],
  ['plan', 'Move the large server into the attic before the winter'],
  ['note', 'ปลุกดิสก์ Harbour ก่อนเริ่มสำรองข้อมูล'],
];

export async function writeBelievableNotes(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(NOTES)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function orchard(acres: string): string {
  const trees = Array.from(
    { length: 24 },
    (_, n) => `Tree ${n + 1} stands in row ${(n % 5) + 1} and is pruned in week ${n + 3}.`,
  );
  return `# The plan for the orchard\n\n${trees.join('\n')}\n\nThe orchard is ${acres} acres large.\n`;
}
