// breaks no-test-code-in-the-product
export { kit } from './testing/kit.js';
