// breaks web-runs-in-a-browser
export { join } from 'node:path';
