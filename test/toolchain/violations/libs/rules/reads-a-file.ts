// breaks rules-use-kernel-only
export { readFileSync } from 'node:fs';
