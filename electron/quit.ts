/**
 * Leaving while runs go is a question with three answers: wait for them, cancel them, or leave them to a Luka without a window.
 * Signals, a shutdown of the system and `luka down` do not ask.
 */
import type { Dialog } from 'electron';
import type { HostState } from './menu-bar/host-state.ts';

export interface QuitOptions {
  readonly state: () => HostState;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** Takes no more runs; true when those that go have ended, false where `resume` came before. */
  readonly drain: () => Promise<boolean>;
  readonly resume: () => void;
  /** Ends Luka. `leave` keeps runs going that can be left, and starts a Luka without a window for them. */
  readonly end: (how: { cancelRuns?: boolean; leave?: boolean }) => void;
  /** Why there can be no Luka without a window, where there cannot. */
  readonly cannotLeave: string | undefined;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export interface Quit {
  /** Luka quits when the runs that go have ended. */
  readonly leaving: boolean;
  ask(): void;
  /** The person changed their mind. */
  stay(): void;
}

export function createQuit(options: QuitOptions): Quit {
  const { state, dialog, drain, resume, end, cannotLeave, onChange, onError } = options;
  let leaving = false;
  let asking = false;

  const wait = async (): Promise<void> => {
    leaving = true;
    onChange();
    if (await drain()) end({});
  };
  const ask = async (): Promise<void> => {
    const { running } = state();
    if (running.length === 0) return end({});
    const answers = [
      { button: 'Quit when they have ended', do: wait },
      { button: 'Cancel them and quit', do: async () => end({ cancelRuns: true }) },
      ...(cannotLeave === undefined
        ? [{ button: 'Leave them to Luka without a window', do: async () => end({ leave: true }) }]
        : []),
      { button: 'Do not quit', do: async () => undefined },
    ];
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: running.length === 1 ? '1 run is going' : `${running.length} runs are going`,
      detail: leavingInWords(state(), cannotLeave),
      buttons: answers.map(({ button }) => button),
      defaultId: 0,
      cancelId: answers.length - 1,
      noLink: true,
    });
    await answers[response]?.do();
  };

  return {
    get leaving() {
      return leaving;
    },
    ask() {
      if (asking) return;
      asking = true;
      ask()
        .catch(onError)
        .finally(() => (asking = false));
    },
    stay() {
      if (!leaving) return;
      leaving = false;
      resume();
      onChange();
    },
  };
}

/** What becomes of them where they are left: that depends on their tasks. */
export function leavingInWords({ running, leavable }: HostState, cannotLeave: string | undefined): string {
  const titles = running.slice(0, 5).map(({ title }) => title);
  const names = running.length > titles.length ? `${titles.join(', ')} and more` : titles.join(', ');
  if (cannotLeave !== undefined) return `${names}\n\nThey cannot be left to run: ${cannotLeave}.`;
  const ending = running.filter(({ task }) => task === undefined || !leavable.has(task));
  if (ending.length === 0) return `${names}\n\nLeft to Luka without a window, they go on.`;
  const whose = ending.length === running.length ? 'They' : ending.map(({ title }) => title).join(', ');
  return `${names}\n\nLuka without a window goes on with runs whose task says "orphans: adopt". ${whose} would be interrupted; a task that says "idempotent" is then run again.`;
}
