import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    conditions: ['source', ...defaultClientConditions],
    // Replaces the form library's Markdown, which no text of a form is written in.
    alias: { 'markdown-to-jsx/react': join(import.meta.dirname, 'src/forms/plain-text.tsx') },
  },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      // These packages do not say so themselves: what nobody uses of them may be left out.
      treeshake: {
        moduleSideEffects: [
          { test: /node_modules\/(@rc-component|@ant-design|i18next|fast-uri)\//, sideEffects: false },
        ],
      },
      // What most pages share comes in one piece instead of in dozens.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 30 }] } },
    },
  },
  server: { proxy: { '/api': process.env['API_URL'] ?? 'http://127.0.0.1:3000' } },
});
