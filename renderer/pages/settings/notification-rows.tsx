/** What the desktop host tells of beside its icon, and when it is quiet. */
import { Link } from 'wouter';
import type { NoticeKind, NotificationSettings } from '#shared/nouns/settings.ts';
import { Switch } from '../../ui/switch.tsx';
import { Row, Rows } from './rows.tsx';
import { TimeField } from './time-field.tsx';

const KINDS: readonly (readonly [NoticeKind, string, string])[] = [
  ['approval', 'A run needs approval', 'It opens the page where you decide; a notification never approves.'],
  ['failure', 'A run failed', 'Runs that ended badly; several at once are told as one.'],
  ['quarantine', 'A task was stopped', 'It failed too often in a row and is not started any more.'],
  ['overdue', 'A due moment passed', 'Something was due and did not run.'],
  ['recovered', 'A task works again', 'It failed before, and has succeeded.'],
];
const USUAL = { from: '22:00', to: '07:00' } as const;

export function NotificationRows({
  value,
  onChange,
}: {
  value: NotificationSettings;
  onChange: (value: NotificationSettings) => void;
}) {
  const { quiet } = value;
  return (
    <Rows title="Notifications of the menu bar" id="notifications">
      <Row name="Elsewhere" hint="Your phone, a webhook, e-mail, a command: what is told to whom.">
        <Link to="/notifications" className="btn">
          Channels and routes
        </Link>
      </Row>
      {KINDS.map(([kind, name, hint]) => (
        <Row key={kind} name={name} hint={hint}>
          <Switch label={name} checked={value[kind]} onChange={(on) => onChange({ ...value, [kind]: on })} />
        </Row>
      ))}
      <Row name="Quiet hours" hint="Held back meanwhile, and told as one when they are over.">
        <Switch
          label="Quiet hours"
          checked={quiet !== null}
          onChange={(on) => onChange({ ...value, quiet: on ? USUAL : null })}
        />
      </Row>
      {quiet === null ? null : (
        <Row name="From, to">
          <span className="flex items-center gap-2">
            <TimeField
              label="Quiet from"
              value={quiet.from}
              onSave={(from) => onChange({ ...value, quiet: { ...quiet, from } })}
            />
            <TimeField
              label="Quiet to"
              value={quiet.to}
              onSave={(to) => onChange({ ...value, quiet: { ...quiet, to } })}
            />
          </span>
        </Row>
      )}
    </Rows>
  );
}
