/** The zone of the machine, for triggers that name none. */
let known: string | undefined;

/** An IANA name. Asked for once: it takes as long as reading a cron expression. */
export function machineZone(): string {
  return (known ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/**
 * Looks again, because a machine may travel while it runs. Node reads the zone once and again when the variable TZ is
 * written or removed (`DateTimeConfigurationChangeNotification` in its src/node_env_var.cc).
 * @returns the zone in force from now on
 */
export function redetectMachineZone(): string {
  if (process.env['TZ'] === undefined) delete process.env['TZ'];
  known = undefined;
  return machineZone();
}
