/** When the machine may sleep although something wants it awake. */
import type { PowerPolicy } from '#shared/nouns/keep-awake.ts';
import { Switch } from '../../ui/switch.tsx';
import { NumberField } from './number-field.tsx';
import { Row, Rows } from './rows.tsx';

const HOUR = 3_600_000;

export function PowerRows({
  policy,
  onSave,
}: {
  policy: PowerPolicy;
  onSave: (policy: PowerPolicy) => void;
}) {
  const { onlyOnAc, notInLowPower, notUnderPercent, longestHoldMs } = policy;
  return (
    <Rows title="Keeping awake" id="power">
      <Row name="Only on mains" hint="On battery nothing is held; runs go on.">
        <Switch
          checked={onlyOnAc}
          label="Keep awake only on mains"
          onChange={(on) => onSave({ ...policy, onlyOnAc: on })}
        />
      </Row>
      <Row name="Not in low-power mode">
        <Switch
          checked={notInLowPower}
          label="Do not keep awake in low-power mode"
          onChange={(on) => onSave({ ...policy, notInLowPower: on })}
        />
      </Row>
      <Row name="Not under, in percent of the battery" hint="0 is however empty.">
        <NumberField
          label="Least charge in percent"
          value={notUnderPercent ?? 0}
          min={0}
          max={99}
          whole
          onSave={(percent) => onSave({ ...policy, notUnderPercent: percent === 0 ? null : percent })}
        />
      </Row>
      <Row name="Longest hold, in hours" hint="0 is as long as it is wanted.">
        <NumberField
          label="Longest hold in hours"
          value={longestHoldMs === null ? 0 : longestHoldMs / HOUR}
          min={0}
          max={744}
          onSave={(hours) =>
            onSave({
              ...policy,
              longestHoldMs: hours === 0 ? null : Math.max(60_000, Math.round(hours * HOUR)),
            })
          }
        />
      </Row>
    </Rows>
  );
}
