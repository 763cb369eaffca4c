/** What the menu's items do. Like every transport: call, and say how it went. */
import type { Client } from '#shared/http/client.ts';
import type { AwakeEnd, MenuAction, PauseEnd } from './menu-item.ts';

export interface MenuActionsOptions {
  readonly client: () => Pick<
    Client,
    | 'runTask'
    | 'cancelRun'
    | 'rerun'
    | 'pause'
    | 'resume'
    | 'freeze'
    | 'thaw'
    | 'getPower'
    | 'keepAwake'
    | 'releaseHold'
  >;
  readonly now: () => number;
  /** At a page of the UI, or as the window is. */
  readonly show: (path?: string) => void;
  readonly openReports: () => Promise<void>;
  readonly copyAddress: () => Promise<void>;
  readonly setLogin: (on: boolean) => Promise<void>;
  readonly checkUpdates: () => Promise<void>;
  readonly quit: () => void;
  readonly stay: () => void;
  readonly startHere: () => void;
  /** Draws the menu again: something in it changed that is no part of the runtime's state. */
  readonly refresh: () => void;
  readonly onFailure: (error: unknown) => void;
}

export function createMenuActions(options: MenuActionsOptions): (action: MenuAction) => void {
  const act = async (action: MenuAction): Promise<void> => {
    switch (action.do) {
      case 'show':
        return options.show();
      case 'open':
        return options.show(action.path);
      case 'run':
        return void (await options.client().runTask({ params: { task: action.task }, body: {} }));
      case 'cancel':
        return void (await options
          .client()
          .cancelRun({ params: { run: action.run }, body: { reason: 'cancelled from the menu bar' } }));
      case 'rerun':
        return void (await options.client().rerun({ params: { run: action.run }, body: {} }));
      case 'pause': {
        const until = pauseEnd(action.until, options.now());
        const body = { scope: { all: true as const }, reason: 'from the menu bar' };
        return void (await options
          .client()
          .pause({ body: until === undefined ? body : { ...body, until: new Date(until).toISOString() } }));
      }
      case 'resume':
        return void (await options.client().resume({ body: { scope: { all: true } } }));
      case 'awake':
        return keepAwake(options.client(), action.until, options.now());
      case 'let-sleep':
        return void (await options.client().releaseHold({ params: { hold: action.hold } }));
      case 'freeze':
        return void (await (action.on
          ? options.client().freeze({ body: { reason: 'from the menu bar' } })
          : options.client().thaw({ body: {} })));
      case 'reports':
        return options.openReports();
      case 'copy-address':
        return options.copyAddress();
      case 'login':
        await options.setLogin(action.on);
        return options.refresh();
      case 'updates':
        return options.checkUpdates();
      case 'stay':
        return options.stay();
      case 'start-here':
        return options.startHere();
      case 'quit':
        return options.quit();
    }
  };
  return (action) => void act(action).catch(options.onFailure);
}

type PowerClient = Pick<Client, 'getPower' | 'keepAwake' | 'releaseHold'>;

/** The new hold is there before the old one goes, so that the machine does not fall asleep in between. */
async function keepAwake(client: PowerClient, until: AwakeEnd, now: number): Promise<void> {
  const { holds } = await client.getPower();
  await client.keepAwake({ body: { ...awakeBody(until, now), reason: 'from the menu bar' } });
  for (const { id, owner } of holds)
    if (owner.kind === 'person') await client.releaseHold({ params: { hold: id } });
}

/** `07:00` is the next one by the clock on the wall. */
export function awakeBody(until: AwakeEnd, now: number): { until?: string; whileTasks?: true } {
  switch (until) {
    case 'tasks':
      return { whileTasks: true };
    case '1h':
      return { until: new Date(now + 3_600_000).toISOString() };
    case '2h':
      return { until: new Date(now + 7_200_000).toISOString() };
    case '07:00': {
      const day = new Date(now);
      const today = new Date(day.getFullYear(), day.getMonth(), day.getDate(), 7).getTime();
      const next = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 7).getTime();
      return { until: new Date(today > now ? today : next).toISOString() };
    }
    case 'released':
      return {};
  }
}

/** @returns ms since 1970; undefined for one without an end. `tomorrow` is its midnight, in the zone of the machine. */
export function pauseEnd(until: PauseEnd, now: number): number | undefined {
  switch (until) {
    case 'hour':
      return now + 3_600_000;
    case 'tomorrow': {
      const day = new Date(now);
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
    }
    case 'resumed':
      return undefined;
  }
}
