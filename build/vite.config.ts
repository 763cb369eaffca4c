/** Builds the page: one bundle for the window and for the browser. Nothing is inlined, so that the strict CSP holds. */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('../renderer'),
  base: '/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: here('../dist/renderer'),
    emptyOutDir: true,
    sourcemap: false,
    target: ['chrome125', 'safari17', 'firefox128'],
    modulePreload: { polyfill: false },
    // A data: URL in a stylesheet or a script is one more thing the CSP would have to allow.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
});
