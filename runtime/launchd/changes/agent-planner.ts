/** Each kind of change as a plan, judged. Reads files and asks launchd; changes nothing. */
import { createHash } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentAction } from '#shared/nouns/agent.ts';
import { fixPlist } from '../lint/lint-plist.ts';
import type { MachineFacts } from '../lint/facts.ts';
import { bytesOf, type ChangePlan, type FileImage, type JobState } from './change-plan.ts';
import { encodeLike } from './change-texts.ts';
import { jobFactsOf } from './job-facts.ts';
import { hasErrors, judgeChange, type Judgement } from './judge-change.ts';
import type { LaunchdView } from './launchd-view.ts';
import { planMigration } from './migrate-plan.ts';
import { imageOf, planBack, planChange, type Wanted } from './plan-change.ts';
import { readImage, type PlistFolder } from './plist-files.ts';

export interface JudgedPlan {
  readonly plan: ChangePlan;
  readonly judged: Judgement;
}

export interface AgentEdit {
  readonly file: string;
  readonly text: string;
  /** SHA-256 of the file that the text was made from, hexadecimal. */
  readonly hash: string;
}

export interface AgentFix {
  readonly file: string;
  readonly hash: string;
  /** Of the findings to mend; all where left out. */
  readonly codes?: readonly string[] | undefined;
}

export interface AgentStateChange {
  readonly file: string;
  readonly action: 'enable' | 'disable' | 'remove';
  readonly hash?: string | undefined;
}

const ENABLED: JobState = { loaded: true, disabled: false };
const DISABLED: JobState = { loaded: false, disabled: true };

export class AgentPlanner {
  readonly #view: LaunchdView;
  readonly #facts: MachineFacts;

  constructor(view: LaunchdView, facts: MachineFacts) {
    this.#view = view;
    this.#facts = facts;
  }

  async create(file: string, text: string, folder: PlistFolder): Promise<JudgedPlan> {
    if (await readImage(file)) throw new LukaError('agent_exists', { message: `${file} is there already` });
    const after = await imageOf(file, text);
    const judged = await judgeChange(bytesOf(after)!, file, null, this.#facts);
    const plan = await this.#plan('create', file, null, after, folder, () => ENABLED);
    if (plan.jobs.some(({ before }) => before.loaded))
      throw new LukaError('agent_exists', {
        message: `launchd still has ${plan.label} loaded, though its plist is gone`,
        remedy: `launchctl bootout ${folder.domain}/${plan.label}`,
      });
    return { plan, judged };
  }

  async edit({ file, text, hash }: AgentEdit, folder: PlistFolder): Promise<JudgedPlan> {
    return this.#replace('edit', file, await readExpected(file, hash), text, folder);
  }

  async fix({ file, hash, codes }: AgentFix, folder: PlistFolder): Promise<JudgedPlan> {
    const before = await readExpected(file, hash);
    const { text, done } = await fixPlist(bytesOf(before)!, file, this.#facts, codes);
    const next = done.length === 0 ? undefined : text;
    const { plan, judged } = await this.#replace('fix', file, before, next, folder);
    const folders = codes === undefined || codes.includes('log_folder_missing') ? plan.folders : [];
    if (done.length === 0 && folders.length === 0) throw new LukaError('agent_nothing_to_fix');
    const note = [...done, ...folders.map((made) => `make ${made}`), judged.note].join('; ');
    return { plan: { ...plan, folders, restart: folders.length > 0 }, judged: { ...judged, note } };
  }

  async setState({ file, action, hash }: AgentStateChange, folder: PlistFolder): Promise<JudgedPlan> {
    const before = await readExpected(file, hash);
    if (action === 'remove') {
      const plan = await this.#plan(action, file, before, null, folder, () => DISABLED);
      return { plan, judged: { findings: [], note: 'its plist goes' } };
    }
    const judged = await judgeChange(bytesOf(before)!, file, before, this.#facts);
    if (action === 'enable')
      return { plan: await this.#plan(action, file, before, before, folder, () => ENABLED), judged };
    const plan = await this.#plan(action, file, before, before, folder, () => DISABLED);
    // What does not run needs no logs.
    return { plan: { ...plan, folders: [], restart: false }, judged };
  }

  async rollback(id: number, earlier: ChangePlan): Promise<JudgedPlan> {
    const plan = await planBack(earlier, this.#view, readImage);
    const image = plan.files.find(({ after }) => after !== null);
    const judged =
      image?.after && jobFactsOf(bytesOf(image.after))
        ? await judgeChange(bytesOf(image.after)!, image.path, image.after, this.#facts)
        : { findings: [], note: 'nothing to lint' };
    return {
      plan,
      judged: { ...judged, note: `back to what was before change ${id}; ${judged.note}` },
    };
  }

  async migrate(
    migration: { readonly file: string; readonly user: string; readonly hash?: string | undefined },
    agent: PlistFolder,
    daemon: PlistFolder,
  ): Promise<JudgedPlan> {
    const { file, user, hash } = migration;
    const image = await readExpected(file, hash);
    const plan = await planMigration({ view: this.#view, file, image, agent, daemon, user });
    return { plan, judged: await judgeChange(bytesOf(plan.files[1]!.after)!, plan.file, image, this.#facts) };
  }

  /** @param text the new one; the file as it is where left out */
  async #replace(
    action: 'edit' | 'fix',
    file: string,
    before: FileImage,
    text: string | undefined,
    folder: PlistFolder,
  ): Promise<JudgedPlan> {
    const bytes = text === undefined ? bytesOf(before)! : encodeLike(before, text);
    const after = { ...(await imageOf(file, '')), bytes: Buffer.from(bytes).toString('base64') };
    const judged = await judgeChange(bytes, file, before, this.#facts);
    const wasBroken = await hasErrors(before, file, this.#facts);
    const wanted: Wanted = (was, disabled) => ({
      // One that is not loaded stays so, unless only its errors can have kept it from that.
      loaded: was.loaded ? was.disabled || !disabled : wasBroken && !disabled,
      disabled,
    });
    return { plan: await this.#plan(action, file, before, after, folder, wanted), judged };
  }

  #plan(
    action: AgentAction,
    path: string,
    before: FileImage | null,
    after: FileImage | null,
    { domain }: PlistFolder,
    wanted: Wanted,
  ): Promise<ChangePlan> {
    const context = { view: this.#view, domain, home: this.#facts.home };
    return planChange(action, { path, before, after }, wanted, context);
  }
}

/** @throws LukaError agent_unknown, agent_changed, agent_read_only */
async function readExpected(file: string, hash: string | undefined): Promise<FileImage> {
  const image = await readImage(file);
  if (!image) throw new LukaError('agent_unknown', { message: `there is no ${file}` });
  if (hash !== undefined && createHash('sha256').update(bytesOf(image)!).digest('hex') !== hash)
    throw new LukaError('agent_changed', { message: `${file} was changed meanwhile` });
  return image;
}
