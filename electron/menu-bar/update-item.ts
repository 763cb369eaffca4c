/** The item about updates: what is known of them, and the one thing to be done next. */
import { words, type Item, type MenuParts } from './menu-item.ts';

export function updateItem({ host, item }: MenuParts): Item {
  const { updates } = host;
  switch (updates.state) {
    case 'off':
      return item('updates', 'Check for updates…', { do: 'updates' });
    case 'idle':
      return item('updates', 'Check for updates', { do: 'updates' });
    case 'checking':
      return words('updates', 'Checking for updates…');
    case 'available':
      return item('updates', `Get Luka ${updates.version}…`, { do: 'updates' });
    case 'loading':
      return words('updates', `Getting Luka ${updates.version}: ${Math.round(updates.percent)} %`);
    case 'waiting':
      return words('updates', `Luka ${updates.version} is installed when nothing runs`);
    case 'failed':
      return item('updates', 'Check for updates (the last one failed)', { do: 'updates' });
  }
}
