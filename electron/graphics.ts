/** Machines without a GPU, and drivers that crash: drawn by the processor where that is asked for. */
import type { App, Details } from 'electron';

/** `LUKA_NO_GPU=1`, or Chromium's own switch. */
export function wantsNoGpu(env: NodeJS.ProcessEnv, argv: readonly string[]): boolean {
  return (env['LUKA_NO_GPU'] ?? '') === '1' || argv.includes('--disable-gpu');
}

/** Must come before Electron is ready. */
export function chooseGraphics(
  app: Pick<App, 'disableHardwareAcceleration'>,
  env: NodeJS.ProcessEnv,
  argv: readonly string[],
): void {
  if (wantsNoGpu(env, argv)) app.disableHardwareAcceleration();
}

/** Helpers of Chromium that end badly are written down; it starts them anew, and falls back to software for the GPU's. */
export function watchHelpers(app: Pick<App, 'on'>, log: (words: string, about: object) => void): void {
  app.on('child-process-gone', (_event, details: Details) => {
    if (details.reason === 'clean-exit') return;
    const { type, reason, exitCode, name, serviceName } = details;
    log('a helper process ended', { type, reason, exitCode, name, serviceName });
  });
}
