/** What Linux tells of its power supplies (Documentation/ABI/testing/sysfs-class-power). */

export interface Supply {
  readonly type: string | undefined;
  readonly scope: string | undefined;
  readonly online: string | undefined;
  readonly status: string | undefined;
  readonly capacity: string | undefined;
}

/**
 * On mains where a charger is online, or where no battery is being used up, as systemd decides it: a machine without a
 * battery would not run otherwise. Batteries of mice and keyboards do not count.
 */
export function judgeSupplies(supplies: readonly Supply[]): { ac: boolean; battery: number | undefined } {
  const own = supplies.filter((supply) => supply.scope !== 'Device');
  const batteries = own.filter((supply) => supply.type === 'Battery');
  const charged = own.some((supply) => supply.type !== 'Battery' && supply.online === '1');
  const charges = batteries.flatMap((battery) => (battery.capacity ? [Number(battery.capacity)] : []));
  return {
    ac: charged || !batteries.some((battery) => battery.status === 'Discharging'),
    // Two batteries are used up one after the other: together they last as long as the mean says.
    battery:
      charges.length > 0
        ? Math.round(charges.reduce((sum, charge) => sum + charge, 0) / charges.length)
        : undefined,
  };
}
