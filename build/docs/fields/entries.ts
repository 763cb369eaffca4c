import type { FieldEntries } from './field-entry.ts';
import { HEAD_FIELDS } from './head-fields.ts';
import { RESULT_FIELDS } from './result-fields.ts';
import { SCHEDULE_FIELDS } from './schedule-fields.ts';
import { STEP_FIELDS } from './step-fields.ts';

/** By path, as `taskFields` names them. */
export const FIELD_ENTRIES: FieldEntries = {
  ...HEAD_FIELDS,
  ...SCHEDULE_FIELDS,
  ...STEP_FIELDS,
  ...RESULT_FIELDS,
};
