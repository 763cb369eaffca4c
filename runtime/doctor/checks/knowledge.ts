/** The index of knowledge: whole, or made anew. */
import { rename } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { formatBytes } from '#shared/nouns/size.ts';
import { errorText, fine, type Check } from '../check.ts';

export const knowledgeCheck: Check = {
  id: 'knowledge',
  title: 'Index of knowledge',
  async examine({ layout, index, running }) {
    const report = await index().catch((error: unknown) => ({ bytes: 0, faults: [errorText(error)] }));
    if (report === undefined) return fine('none yet');
    const note = formatBytes(report.bytes);
    if (report.faults.length === 0) return fine(note);
    return {
      note,
      findings: [
        {
          subject: layout.knowledge,
          severity: 'warning',
          message: 'the index of knowledge is damaged (all that is in it is in the documents, too)',
          evidence: report.faults.slice(0, 5),
          remedy: running
            ? 'stop Luka, then: luka doctor --fix'
            : 'set it aside: the next start reads everything anew',
          ...(running ? {} : { mend: 'set the index aside, so that it is made anew' }),
        },
      ],
    };
  },
  async mend({ layout, now }) {
    const aside = `${layout.knowledge}.corrupt-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(layout.knowledge + end)) await rename(layout.knowledge + end, aside + end);
    return `kept as ${aside}`;
  },
};
