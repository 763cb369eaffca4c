/** What a change tells of itself: the texts, what lies between them, and what each step is going to do. */
import { createTwoFilesPatch } from 'diff';
import type { AgentChange, AgentFinding } from '#shared/nouns/agent.ts';
import { readPlist } from '../plist/read-plist.ts';
import { bytesOf, sameBytes, sameImage, type ChangePlan, type FileImage } from './change-plan.ts';
import type { ChangeTexts, StepNote } from './change-rows.ts';

/** A binary plist as the XML it stands for. */
export function textOf(image: FileImage | null): string | null {
  const bytes = bytesOf(image);
  return bytes === undefined ? null : readPlist(bytes).text;
}

/** The text in the encoding that the file had: its declaration says which. */
export function encodeLike(before: FileImage | null, text: string): Uint8Array {
  const [first, second] = bytesOf(before) ?? [];
  if (first === 0xff && second === 0xfe) return Buffer.from(text, 'utf16le');
  if (first === 0xfe && second === 0xff) return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text);
}

export function changeTexts(plan: ChangePlan, findings: readonly AgentFinding[]): ChangeTexts {
  // A change of two files moves a plist from one to the other.
  const from = plan.files.find((file) => file.before !== null) ?? plan.files[0]!;
  const to = plan.files.find((file) => file.after !== null) ?? plan.files[0]!;
  const before = textOf(from.before);
  const after = textOf(to.after);
  const diff =
    before === after && from === to
      ? ''
      : createTwoFilesPatch(
          before === null ? '/dev/null' : from.path,
          after === null ? '/dev/null' : to.path,
          before ?? '',
          after ?? '',
        );
  return { before, after, diff, findings };
}

/** What a dry run says: the steps as they would be. */
export function plannedChange(
  plan: ChangePlan,
  texts: ChangeTexts,
  lintNote: string,
  by: string,
  at: string,
): AgentChange {
  return {
    id: 0,
    label: plan.label,
    file: plan.file,
    action: plan.action,
    state: 'planned',
    at,
    by,
    steps: plannedSteps(plan, lintNote),
    before: texts.before,
    after: texts.after,
    diff: texts.diff,
    findings: [...texts.findings],
  };
}

function plannedSteps(plan: ChangePlan, lintNote: string): StepNote[] {
  const { files, jobs, folders } = plan;
  const leaving = jobs.filter(({ path, before, after }) => {
    const file = files.find((one) => one.path === path);
    const anew = plan.restart || (file !== undefined && !sameBytes(file.before, file.after));
    return before.loaded && (!after.loaded || anew);
  });
  const loading = jobs.filter((job) => job.after.loaded && (!job.before.loaded || leaving.includes(job)));
  const step = (name: StepNote['step'], notes: readonly string[]): StepNote => ({
    step: name,
    state: 'skipped',
    note: notes.length === 0 ? 'nothing to do' : `would ${notes.join(', ')}`,
  });
  return [
    { step: 'lint', state: 'done', note: lintNote },
    step('snapshot', ['keep what there is']),
    step(
      'bootout',
      leaving.map(({ label }) => `have launchd let ${label} go`),
    ),
    step('write', [
      ...folders.slice(-1).map((folder) => `make ${folder}`),
      ...files
        .filter(({ before, after }) => !sameImage(before, after))
        .map(({ path, after }) => `${after === null ? 'remove' : 'write'} ${path}`),
    ]),
    step(
      'enable',
      jobs
        .filter(({ before, after }) => before.disabled !== after.disabled)
        .map(({ label, after }) => `${after.disabled ? 'disable' : 'enable'} ${label}`),
    ),
    step(
      'bootstrap',
      loading.map(({ label, domain }) => `load ${label} into ${domain}`),
    ),
    step('kickstart', loading.length === 0 ? [] : ['start what launchd holds back']),
    step('verify', ['see that it came to this, and undo it where it did not']),
  ];
}
