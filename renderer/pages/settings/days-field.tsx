/** For how many days something is kept; for ever where that is offered. Saved when the field is left. */
import { NumberField } from './number-field.tsx';

const MOST = 36_500;

export function DaysField({
  label,
  value,
  least,
  most = MOST,
  onSave,
}: {
  label: string;
  /** Null is for ever, written as 0. */
  value: number | null;
  least: number;
  most?: number;
  onSave: (days: number | null) => void;
}) {
  return (
    <NumberField
      label={label}
      value={value ?? 0}
      min={least}
      max={most}
      orZero
      whole
      onSave={(days) => onSave(days === 0 ? null : days)}
    />
  );
}
