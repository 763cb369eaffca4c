/** Remembers since when an agent is in its state: launchd does not say. */
import type { AgentState } from '#shared/nouns/agent.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';

export interface SeenState {
  readonly file: string;
  readonly label: string;
  readonly state: AgentState;
}

interface Row {
  file: string;
  state: string;
  since: number;
}

export class StateMemory {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(options: { store: Store; clock: Clock }) {
    this.#store = options.store;
    this.#clock = options.clock;
  }

  /**
   * Notes what was seen in one look; whoever follows events is told what is another than before.
   * @returns by file: since when, ISO 8601
   */
  note(seen: readonly SeenState[]): ReadonlyMap<string, string> {
    const known = new Map(
      this.#store.all<Row>('select file, state, since from agent_states').map((row) => [row.file, row]),
    );
    const now = this.#clock.now();
    const changed = seen.filter(({ file, state }) => known.get(file)?.state !== state);
    const files = new Set(seen.map(({ file }) => file));
    const gone = [...known.keys()].filter((file) => !files.has(file));
    if (changed.length > 0 || gone.length > 0)
      this.#store.commit((tx) => {
        for (const { file, label, state } of changed) {
          tx.run(
            `insert into agent_states (file, state, since) values (?, ?, ?)
             on conflict (file) do update set state = excluded.state, since = excluded.since`,
            file,
            state,
            now,
          );
          tx.emit({ type: 'agent.changed', data: { label, state, was: known.get(file)?.state ?? null } });
        }
        for (const file of gone) tx.run('delete from agent_states where file = ?', file);
      });
    const isChanged = new Set(changed.map(({ file }) => file));
    return new Map(
      seen.map(({ file }) => [file, isoAt(isChanged.has(file) ? now : (known.get(file)?.since ?? now))]),
    );
  }
}
