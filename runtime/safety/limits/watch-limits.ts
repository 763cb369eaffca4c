export function watchLimits(_: {
  limits: unknown;
  groups: () => ReadonlySet<number>;
  mark: string;
  clock: unknown;
  onExceeded: (which: string, detail: string) => void;
}): { stop(): void } {
  return { stop: () => undefined };
}
