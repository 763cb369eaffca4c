/** Task files that do not load. */
import type { Check } from '../check.ts';
import { asFound } from '../as-found.ts';

export const tasksCheck: Check = {
  id: 'tasks',
  title: 'Tasks',
  async examine({ taskFindings, layout }) {
    const { files, findings } = await taskFindings();
    const own = findings.filter(({ file }) => !(file ?? '').startsWith(`${layout.modules}/`));
    return {
      note: files === 1 ? '1 file' : `${files} files`,
      findings: own.map((finding) => asFound(finding, 'luka task lint')),
    };
  },
};
