/** Reads the table of `launchctl list`: what is loaded in the caller's own domain, and how each ended last. */

export interface ListedService {
  readonly label: string;
  readonly pid?: number | undefined;
  /** The code it ended with last; 0 also where it never ran. */
  readonly exitCode?: number | undefined;
  /** The signal that ended it last: a negative status. */
  readonly signal?: number | undefined;
}

/** Lines of `PID<tab>Status<tab>Label`; others are passed over. */
export function readList(text: string): ListedService[] {
  const services: ListedService[] = [];
  for (const line of text.split('\n')) {
    const found = /^(-|\d+)\t(-|-?\d+)\t(.+)$/.exec(line);
    if (!found) continue;
    const status = found[2] === '-' ? undefined : Number(found[2]);
    services.push({
      label: found[3]!,
      pid: found[1] === '-' ? undefined : Number(found[1]),
      exitCode: status !== undefined && status >= 0 ? status : undefined,
      signal: status !== undefined && status < 0 ? -status : undefined,
    });
  }
  return services;
}
