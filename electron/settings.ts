import type { HomeLayout } from '#runtime/home/layout.ts';
import { carrierOptions, createSettings, type SettingsStore } from '#runtime/home/settings.ts';

/** The same `settings.json`, carried by electron-store. */
export function createDesktopSettings(
  layout: HomeLayout,
  env: NodeJS.ProcessEnv = process.env,
): Promise<SettingsStore> {
  return createSettings(layout, {
    env,
    openCarrier: async () => {
      const { default: ElectronStore } = await import('electron-store');
      return new ElectronStore({ ...carrierOptions(layout), name: 'settings' });
    },
  });
}
