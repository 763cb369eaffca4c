/** The settings file: what is wrong with it, and copies that were set aside. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asFound } from '../as-found.ts';
import type { Check, Found } from '../check.ts';
import { many } from '../many.ts';

export const settingsCheck: Check = {
  id: 'settings',
  title: 'Settings',
  async examine({ layout, settings }) {
    const { findings } = await settings();
    const names = await readdir(layout.root).catch(() => []);
    const aside = names.filter((name) => /^settings\.corrupt-.*\.json$/.test(name));
    const kept: Found[] = aside.map((name) => ({
      subject: join(layout.root, name),
      severity: 'info',
      message: 'a settings file that could not be read was set aside, and the defaults took its place',
      evidence: [join(layout.root, name)],
      remedy: 'carry over what you need of it, then remove it',
    }));
    return {
      note: findings.length === 0 ? 'sound' : many(findings.length, 'fault', 'faults'),
      findings: [...findings.map((finding) => asFound(finding)), ...kept],
    };
  },
};
