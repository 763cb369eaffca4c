/** Changes of agents as they are asked for through the API: by id, and without secrets in what is answered. */
import { createTwoFilesPatch } from 'diff';
import type { AgentDraft } from '#shared/http/agents.ts';
import type { AgentChange } from '#shared/nouns/agent.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { draftUnits } from '../systemd/draft-units.ts';
import { textOf, type UnitDesk } from '../systemd/unit-desk.ts';
import type { AgentService } from './agent-service.ts';
import type { AgentChanges } from './changes/agent-changes.ts';
import { draftPlist, type DraftFacts } from './draft/draft-plist.ts';
import { maskPlist, unmaskPlist } from './scan/mask-secrets.ts';

export interface ChangeRequest {
  readonly actor: Actor;
  /** Plans it, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

export class AgentDesk {
  readonly #agents: AgentService;
  readonly #changes: AgentChanges;
  readonly #facts: DraftFacts;
  readonly #units: UnitDesk | undefined;

  /** @param options.units where systemd is in launchd's place */
  constructor(options: {
    agents: AgentService;
    changes: AgentChanges;
    facts: DraftFacts;
    units?: UnitDesk | undefined;
  }) {
    this.#agents = options.agents;
    this.#changes = options.changes;
    this.#facts = options.facts;
    this.#units = options.units;
  }

  /** The plist (or, where systemd is in launchd's place, the units) for what to run and when; nothing is written. @throws LukaError agent_invalid */
  async draft(draft: AgentDraft) {
    if (this.#units && (await this.#agents.isSystemd())) {
      const drafted = await draftUnits(draft, this.#facts);
      return { file: drafted.files[0]?.file ?? drafted.start, text: textOf(drafted), findings: [] };
    }
    const { file, text, folders } = await draftPlist(draft, this.#facts);
    return { file, text: maskPlist(text), findings: await this.#agents.lint(text, file, folders) };
  }

  async create(draft: AgentDraft, request: ChangeRequest): Promise<AgentChange> {
    if (this.#units && (await this.#agents.isSystemd()))
      return withDiff(await this.#units.create(await draftUnits(draft, this.#facts), request));
    const { file, text } = await draftPlist(draft, this.#facts);
    return this.#told(await this.#changes.create({ file, text }, request));
  }

  /** @param edit `text` may have `••••••` where the file has a secret: that stays as it is */
  async edit(
    agent: string,
    edit: { readonly text: string; readonly hash: string },
    request: ChangeRequest,
  ): Promise<AgentChange> {
    await this.#refuseUnit(agent);
    const { file } = await this.#agents.find(agent);
    const text = unmaskPlist(edit.text, file.text);
    return this.#told(await this.#changes.edit({ file: file.file, text, hash: edit.hash }, request));
  }

  async fix(
    agent: string,
    fix: { readonly hash: string; readonly codes?: readonly string[] | undefined },
    request: ChangeRequest,
  ): Promise<AgentChange> {
    await this.#refuseUnit(agent);
    const { file } = await this.#agents.find(agent);
    return this.#told(await this.#changes.fix({ file: file.file, ...fix }, request));
  }

  async setState(
    agent: string,
    change: { readonly action: 'enable' | 'disable' | 'remove'; readonly hash?: string | undefined },
    request: ChangeRequest,
  ): Promise<AgentChange> {
    const unit = await this.#agents.unit(agent);
    if (unit && this.#units) return withDiff(await this.#units.setState(unit, change.action, request));
    const { file } = await this.#agents.find(agent);
    return this.#told(await this.#changes.setState({ file: file.file, ...change }, request));
  }

  async rollback(change: number, request: ChangeRequest): Promise<AgentChange> {
    return this.#told(await this.#changes.rollback(change, request));
  }

  /** Luka writes plists, and no files of units. */
  async #refuseUnit(agent: string): Promise<void> {
    const unit = await this.#agents.unit(agent);
    if (unit)
      throw new LukaError('agent_read_only', {
        message: `${unit.summary.label} is a unit of systemd: Luka enables and disables it, and leaves its file alone`,
        remedy: `use: systemctl --user edit --full ${unit.summary.label}`,
      });
  }

  /** What was known of the agent is not so any more. */
  #told(change: AgentChange): AgentChange {
    this.#agents.forget(change.label);
    return masked(change);
  }

  history(query: Parameters<AgentChanges['history']>[0]) {
    const { changes, next } = this.#changes.history(query);
    return {
      changes: changes.map(masked),
      ...(next === undefined ? {} : { next }),
    };
  }
}

function masked(change: AgentChange): AgentChange {
  const [before, after] = [change.before, change.after].map((text) =>
    text === null ? null : maskPlist(text),
  );
  return withDiff({ ...change, before: before ?? null, after: after ?? null });
}

function withDiff(change: AgentChange): AgentChange {
  const { before, after } = change;
  return {
    ...change,
    diff:
      before === after
        ? ''
        : createTwoFilesPatch('before', 'after', before ?? '', after ?? '', undefined, undefined),
  };
}
