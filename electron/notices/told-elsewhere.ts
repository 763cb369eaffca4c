import type { NotifyView } from '#shared/nouns/notify.ts';

/** Whether the Luka without a window shows notices on this screen itself, by a channel that something is routed to. */
export function tellsOnScreen({
  channels,
  routes,
  default: rest,
}: Pick<NotifyView, 'channels' | 'routes' | 'default'>): boolean {
  const used = new Set([...rest, ...routes.flatMap(({ to }) => to)]);
  return channels.some(
    ({ name, kind, enabled, problem }) =>
      kind === 'native' && enabled && problem === undefined && used.has(name),
  );
}
