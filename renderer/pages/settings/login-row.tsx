/** Launch at login, as the system says it is. In Luka's own window only: a browser cannot know. */
import { useEffect, useState } from 'react';
import type { LoginFacts, LoginStatus } from '#shared/ipc/channels.ts';
import { bridge } from '../../session/host.ts';
import { Switch } from '../../ui/switch.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { Row } from './rows.tsx';

const HINTS: Readonly<Record<LoginStatus, string>> = {
  enabled: 'It starts in the menu bar when you log in.',
  'not-registered': 'It starts in the menu bar when you log in.',
  'requires-approval': 'Allow it in System Settings, General, Login Items.',
  'not-found': 'macOS cannot find this app: move it to Applications and open it there.',
};

export function LoginRow() {
  const [facts, setFacts] = useState<LoginFacts>();
  useEffect(() => void bridge?.invoke('luka:login').then(setFacts, toastError), []);
  if (!bridge || facts?.status == null) return null;
  const { status } = facts;
  return (
    <Row name="Launch at login" hint={HINTS[status]}>
      <Switch
        label="Launch at login"
        checked={status === 'enabled' || status === 'requires-approval'}
        onChange={(on) => void bridge?.invoke('luka:set-login', on).then(setFacts, toastError)}
      />
    </Row>
  );
}
