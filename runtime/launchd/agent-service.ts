/** Agents as the API shows them: seen, judged and diagnosed. Changes are apart, in changes/. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type {
  Agent,
  AgentDiagnosis,
  AgentFinding,
  AgentLogTail,
  AgentState,
  AgentSummary,
  LaunchdInfo,
} from '#shared/nouns/agent.ts';
import { diagnose } from './doctor/diagnose.ts';
import { withFolders } from './lint/facts.ts';
import { lintPlist } from './lint/lint-plist.ts';
import type { MachineFacts } from './lint/facts.ts';
import { logsOf, readTail } from './scan/agent-log.ts';
import type { AgentSurveyor, Survey, SurveyedAgent } from './scan/agent-survey.ts';
import { maskPlist, maskPrint, unmaskPlist } from './scan/mask-secrets.ts';

export class AgentService {
  readonly #surveyor: AgentSurveyor;
  readonly #facts: MachineFacts;

  constructor(options: { surveyor: AgentSurveyor; facts: MachineFacts }) {
    this.#surveyor = options.surveyor;
    this.#facts = options.facts;
  }

  async list(state?: AgentState): Promise<{ launchd: LaunchdInfo; agents: AgentSummary[] }> {
    const { launchd, agents } = await this.#surveyor.survey();
    const all = agents.map(({ summary }) => summary);
    return { launchd, agents: state === undefined ? all : all.filter((agent) => agent.state === state) };
  }

  /** @param agent its id, its label, or the path of its plist. @throws LukaError agent_unknown */
  async get(agent: string): Promise<Agent> {
    const { file, summary, registry, since } = await this.find(agent);
    return {
      ...summary,
      findings: [...file.findings],
      text: maskPlist(file.text),
      format: file.format,
      hash: file.hash,
      logs: await logsOf(file),
      ...(since === undefined ? {} : { since }),
      ...(registry.kind === 'loaded' ? { registry: maskPrint(registry.text, file.text) } : {}),
    };
  }

  /** @throws LukaError agent_unknown, agent_log_missing */
  async log(agent: string, stream: 'out' | 'err'): Promise<AgentLogTail> {
    return readTail(stream, (await this.find(agent)).file);
  }

  /** What is wrong, the worst first. */
  async doctor(): Promise<{ launchd: LaunchdInfo; healthy: number; diagnoses: AgentDiagnosis[] }> {
    const survey = await this.#surveyor.survey();
    const diagnoses = diagnose(
      survey.agents.map(({ file, summary, since }) => ({
        agent: summary,
        findings: file.findings,
        since,
        keptAlive: file.keptAlive,
      })),
    );
    return { launchd: survey.launchd, healthy: healthyOf(survey), diagnoses };
  }

  /** Of a text that was not saved. @param file the plist that it is to replace @param folders to be made before */
  async lint(text: string, file?: string, folders: readonly string[] = []): Promise<AgentFinding[]> {
    const before =
      file === undefined
        ? undefined
        : (await this.#surveyor.survey()).agents.find((each) => each.file.file === file);
    const whole = before === undefined ? text : unmaskPlist(text, before.file.text);
    return lintPlist(Buffer.from(whole), file, withFolders(this.#facts, folders));
  }

  /** What launchd knows of it may have changed. */
  forget(label: string): void {
    this.#surveyor.forget(label);
  }

  /** @throws LukaError agent_unknown */
  async find(agent: string): Promise<SurveyedAgent> {
    const { agents } = await this.#surveyor.survey();
    const named =
      agents.find(({ file }) => file.id === agent || file.file === agent) ??
      // Of several with one label, the one that launchd goes by.
      agents.filter(({ file }) => file.label === agent).toSorted((a, b) => apart(a) - apart(b))[0];
    if (named === undefined) throw new LukaError('agent_unknown', { message: `there is no agent ${agent}` });
    return named;
  }
}

function healthyOf({ agents }: Survey): number {
  return agents.filter(
    ({ summary }) => (summary.state === 'running' || summary.state === 'idle') && summary.errors === 0,
  ).length;
}

/** How far it is from being the one of its label that launchd has. */
function apart({ file, summary }: SurveyedAgent): number {
  return Number(summary.state === 'duplicate') + (file.sample || file.scope === 'folder' ? 2 : 0);
}
