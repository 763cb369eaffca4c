/** The signals that end Luka: Ctrl-C, `kill`, and the end of the terminal it was started in. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof SIGNALS)[number];

/** @returns a function that stops listening */
export function onStopSignal(call: (signal: StopSignal) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, call);
  return () => {
    for (const signal of SIGNALS) process.off(signal, call);
  };
}
