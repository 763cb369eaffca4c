/** Whether Luka itself is whole: every program, the page, samples, prompts. */
import { stat } from 'node:fs/promises';
import type { Check } from '../check.ts';

export const packageCheck: Check = {
  id: 'package',
  title: 'Package',
  async examine({ packageFiles, version }) {
    const looked = await Promise.all(
      packageFiles.map(async (file) => ({
        file,
        size: await stat(file).then(
          (found) => (found.isFile() ? found.size : 1),
          () => undefined,
        ),
      })),
    );
    const bad = looked.filter(({ size }) => size === undefined || size === 0);
    const note = `Luka ${version}, ${packageFiles.length} parts`;
    const [first] = bad;
    if (first === undefined) return { findings: [], note };
    return {
      note,
      findings: [
        {
          subject: first.file,
          severity: 'error',
          message: `${bad.length === 1 ? 'a part' : `${bad.length} parts`} of Luka ${bad.length === 1 ? 'is' : 'are'} missing or empty`,
          evidence: bad.map(({ file, size }) => `${file} is ${size === undefined ? 'not there' : 'empty'}`),
          remedy: 'install Luka again: build it with `npm run build`, or deploy it anew',
        },
      ],
    };
  },
};
