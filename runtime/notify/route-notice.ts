/** Which channels are told of a notice. Pure. */
import { NOTIFY_SEVERITIES, type NotifyFile, type NotifySeverity, type Route } from '#shared/nouns/notify.ts';

/** What a route is asked about. */
export interface Routed {
  readonly kind: string;
  readonly severity: NotifySeverity;
  readonly task?: string | undefined;
  readonly tags: readonly string[];
  readonly owner?: string | undefined;
}

/** True where the first is at least as bad as the second. */
export function isAsBadAs(severity: NotifySeverity, least: NotifySeverity): boolean {
  return NOTIFY_SEVERITIES.indexOf(severity) >= NOTIFY_SEVERITIES.indexOf(least);
}

/** Names of channels that are there and on, each once, in the order of the routes. */
export function channelsFor(notice: Routed, notify: NotifyFile): string[] {
  const fitting = (notify.routes ?? []).filter((route) => fits(route, notice));
  const chosen = notify.match === 'all' ? fitting : fitting.slice(0, 1);
  const names = chosen.length === 0 ? (notify.default ?? []) : chosen.flatMap(({ to }) => to);
  return [...new Set(names)].filter((name) => {
    const channel = notify.channels?.[name];
    return channel !== undefined && channel.enabled !== false;
  });
}

function fits({ when = {} }: Route, { kind, severity, task, tags, owner }: Routed): boolean {
  if (when.kind !== undefined && !when.kind.some((known) => known === kind)) return false;
  if (when.severity !== undefined && !isAsBadAs(severity, when.severity)) return false;
  if (when.task !== undefined && !(task !== undefined && when.task.some((name) => isLike(task, name))))
    return false;
  if (when.tag !== undefined && !when.tag.some((name) => tags.some((tag) => isLike(tag, name)))) return false;
  // Owners are compared without regard to case wherever they are.
  const own = owner?.toLowerCase();
  return (
    when.owner === undefined ||
    (own !== undefined && when.owner.some((name) => isLike(own, name.toLowerCase())))
  );
}

/** `backup-*` stands for whatever begins so. Compared piece by piece: a pattern of a person is no regular expression. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === pattern;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** A route's condition in words: `failure, error or worse, tag backup`. */
export function routeWords({ when = {} }: Route): string {
  const words = [
    when.kind?.join(' or '),
    when.severity === undefined
      ? undefined
      : when.severity === 'error'
        ? 'error'
        : `${when.severity} or worse`,
    when.task && `task ${when.task.join(' or ')}`,
    when.tag && `tag ${when.tag.join(' or ')}`,
    when.owner && `owner ${when.owner.join(' or ')}`,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? 'everything' : words.join(', ');
}
