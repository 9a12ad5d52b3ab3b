import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative addresses, so that the page also works behind a proxy that puts it under a path.
  base: './',
  build: {
    outDir: 'target/classes/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // A content security policy without data: for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
